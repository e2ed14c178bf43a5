import * as z from 'zod/mini';
import type { HttpRequest, HttpResponse } from '../http/http.ts';
import { jsonOrUndefined } from '../http/json.ts';
import { answerError, isRoleMissing } from './answer-error.ts';
import { type MonascaCredentials, monascaApiUrl } from './credentials.ts';
import { MonascaAnswerError } from './errors.ts';
import { keystone, type MonitoringDeps, type Token } from './keystone.ts';

export interface Call<Reply> {
  method: HttpRequest['method'];
  /** Below `/v2.0`. */
  path: string;
  query?: Record<string, string>;
  json?: unknown;
  /** What a body with a status of 200 to 299 must be. */
  reply: z.ZodMiniType<Reply>;
}

/** Makes one call of Monasca's API and gives what its body says; any other answer than the wanted one is thrown. */
export type MonascaCall = <Reply>(call: Call<Reply>) => Promise<Reply>;

/** The body of an answer that says nothing. */
export const noBody = z.undefined();

/** Calls with a token that is renewed in time, and once more when Monasca refuses it; a missing role is not renewed. */
export function monascaCall(credentials: MonascaCredentials, deps: MonitoringDeps): MonascaCall {
  const tokens = keystone(credentials, deps);
  const base = monascaApiUrl(credentials.monocasca_client_url);
  return async (call) => {
    const token = await tokens.token();
    const request = authorized(base, call, token);
    const answer = await deps.http(request);
    if (!isTokenRefused(answer)) return accepted(request, answer, call.reply);
    const again = authorized(base, call, await tokens.renew(token));
    return accepted(again, await deps.http(again), call.reply);
  };
}

/** The content type must be exactly this; the HTTP client adds the length. */
function authorized<Reply>(base: string, call: Call<Reply>, token: Token): HttpRequest {
  const headers = { 'x-auth-token': token.id, accept: 'application/json' };
  const query = call.query ? `?${new URLSearchParams(call.query)}` : '';
  const request = { method: call.method, url: `${base}${call.path}${query}`, headers };
  if (call.json === undefined) return request;
  const body = JSON.stringify(call.json);
  return { ...request, headers: { ...headers, 'content-type': 'application/json' }, body };
}

function accepted<Reply>(request: HttpRequest, answer: HttpResponse, reply: z.ZodMiniType<Reply>): Reply {
  if (answer.status < 200 || answer.status > 299) throw answerError(request, answer);
  const read = reply.safeParse(bodyOf(answer));
  if (read.success) return read.data;
  const advice = 'This is not an answer of Monasca: check monocasca_client_url and the proxies before it.';
  throw new MonascaAnswerError(request, answer, advice);
}

function bodyOf({ body }: HttpResponse): unknown {
  return body === '' ? undefined : (jsonOrUndefined(body) ?? body);
}

function isTokenRefused(answer: HttpResponse): boolean {
  return answer.status === 401 && !isRoleMissing(answer);
}
