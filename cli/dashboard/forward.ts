import { methodAndPath, routes } from '../../lib/api/routes.ts';
import { type HttpResponse, NoAnswerError } from '../../lib/http/http.ts';
import { jsonOrUndefined } from '../../lib/http/json.ts';
import type { ApiCall, SendToApi } from '../api/api-caller.ts';
import { liveJobs } from './live-jobs.ts';

export interface PageCall {
  method: string;
  /** Below the API, with the query. */
  path: string;
  body: string;
  idempotencyKey: string | undefined;
}

const problemOf = (status: number, code: string, message: string): HttpResponse => ({
  status,
  headers: {},
  body: JSON.stringify({ error: { code, message } }),
});

/**
 * Calls the API for the page, if the call is one of an operator's routes. What fails on this side is an answer, too. `isAwaited`
 * says whether the page still waits: of several calls, the rest is left out when it does not.
 */
export async function forwarded(
  send: SendToApi,
  call: PageCall,
  isAwaited: () => boolean = () => true,
): Promise<HttpResponse> {
  const live = call.method === 'GET' ? /^\/live(?:\?before=([^&]*))?$/.exec(call.path) : null;
  if (live) return answered(() => liveJobs(send, isAwaited, decoded(live[1])));
  const path = operatorPath(call);
  if (path === null) return problemOf(404, 'unknown-route', 'The API has no such route.');
  const body = call.body === '' ? undefined : jsonOrUndefined(call.body);
  if (call.body !== '' && body === undefined) return problemOf(400, 'not-json', 'The body is not JSON.');
  const headers = call.idempotencyKey ? { 'idempotency-key': call.idempotencyKey } : {};
  // The method is that of a route.
  const method = call.method as ApiCall['method'];
  return answered(() => send({ method, path, headers, body }));
}

function decoded(cursor: string | undefined): string | null {
  return new URLSearchParams(`before=${cursor ?? ''}`).get('before') || null;
}

const operatorRoutes = Object.entries(routes)
  .filter(([, { caller }]) => caller === 'operator')
  .map(([key]) => {
    const [method, path] = methodAndPath(key);
    return { method, pattern: new RegExp(`^${path.replace(/\{\w+\}/, '[^/]+')}$`) };
  });

/**
 * The path of an operator's route as it is sent; null for any other. Dots and backslashes are resolved before, as the client of
 * the API would resolve them afterwards: `/jobs/a\..\..\health` is `/health`.
 */
function operatorPath({ method, path }: PageCall): string | null {
  const { pathname, search } = new URL(`http://api.invalid${path}`);
  const isKnown = operatorRoutes.some((route) => route.method === method && route.pattern.test(pathname));
  return isKnown ? `${pathname}${search}` : null;
}

async function answered(call: () => Promise<HttpResponse>): Promise<HttpResponse> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof NoAnswerError) return problemOf(502, 'no-answer', error.message);
    const { name, message } = error as Error;
    if (/Credentials|Token/.test(name))
      return problemOf(502, 'no-aws-credentials', `${message} Sign in to AWS (AWS_PROFILE, aws sso login).`);
    return problemOf(502, 'fault', `unexpected: ${message}`);
  }
}
