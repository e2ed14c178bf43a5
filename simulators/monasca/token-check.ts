import * as z from 'zod';
import { type HttpReply, jsonReply, type ReceivedRequest } from '../http/message.ts';

export interface TokenOwner {
  /** None: the token is unscoped. */
  project?: { id: string } | undefined;
  roles: string[];
}

/** The owner of a good token, undefined for any other; a rejection means that Keystone cannot be asked. */
export type ValidateToken = (token: string) => TokenOwner | undefined | Promise<TokenOwner | undefined>;

const validation = z.object({
  token: z.object({
    project: z.object({ id: z.string() }).optional(),
    roles: z.array(z.object({ name: z.string() })).default([]),
  }),
});

/** Asks the Keystone at the URL (without `/v3`) about every token, showing the token itself as its credential. */
export function validateAtKeystone(url: string): ValidateToken {
  return async (token) => {
    const headers = { 'x-auth-token': token, 'x-subject-token': token };
    const reply = await fetch(`${url}/v3/auth/tokens`, { headers });
    if (reply.status === 401 || reply.status === 404) return undefined;
    if (reply.status !== 200) throw new Error(`Keystone answered ${reply.status}`);
    const { project, roles } = validation.parse(await reply.json()).token;
    return { project, roles: roles.map(({ name }) => name) };
  };
}

/** What stands before the application: the token's owner, or the reply of Keystone's middleware. */
export async function ownerOrRefusal(
  request: ReceivedRequest,
  validate: ValidateToken,
): Promise<TokenOwner | HttpReply> {
  const token = request.headers['x-auth-token'];
  try {
    const owner = token === undefined ? undefined : await validate(token);
    return owner ?? unauthenticated(request.origin);
  } catch {
    const body = '<html><head><title>503 Service Unavailable</title></head><body>Keystone</body></html>';
    return { status: 503, contentType: 'text/html; charset=UTF-8', body };
  }
}

function unauthenticated(origin: string): HttpReply {
  const message = 'The request you have made requires authentication.';
  const body = { error: { code: 401, title: 'Unauthorized', message } };
  return jsonReply(body, 401, { 'www-authenticate': `Keystone uri="${origin}"` });
}
