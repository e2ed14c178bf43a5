import { carriesToken } from '../../lib/secrecy/bearer.ts';
import type { RequestHead } from '../../simulators/http/message.ts';

/** What the local API asks of its callers. */
export interface Admission {
  /** Its holder may run commands on this machine. */
  token: string;
  /** Where it is kept, as a shell of the user would name it. */
  tokenFile: string;
}

/** Why a call is turned away: status, a code for programs, and a sentence that says what to do. */
export interface TurnedAway {
  status: 401 | 415;
  code: string;
  message: string;
}

/** The one route that containers call. They have the token of their job, which its function checks. */
export const reportRoute = 'POST /jobs/{jobId}/iterations';

/** Tells that the API is there, and nothing else: scripts wait for it before they read a token. */
export const healthRoute = 'GET /health';

/** Why the local API does not take a call of a route, null for a path that has none; null when it does. */
export function turnedAway(
  route: string | null,
  headers: RequestHead['headers'],
  { token, tokenFile }: Admission,
): TurnedAway | null {
  if (route === reportRoute || route === healthRoute) return null;
  if (!carriesToken(headers.authorization, token)) {
    const message =
      'This API runs commands on your machine, so it asks for its token: send the header ' +
      `"Authorization: Bearer $(cat ${tokenFile})". The command line does so by itself.`;
    return { status: 401, code: 'no-api-token', message };
  }
  if (isJson(headers)) return null;
  return { status: 415, code: 'not-json', message: 'Send the header "Content-Type: application/json".' };
}

/** Also a call without a body. */
function isJson({
  'content-type': type,
  'content-length': length,
  'transfer-encoding': encoding,
}: RequestHead['headers']): boolean {
  const hasBody = encoding !== undefined || (length ?? '0') !== '0';
  return !hasBody || /^application\/json\s*(;|$)/i.test(type ?? '');
}
