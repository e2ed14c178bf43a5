import * as z from 'zod';
import type { HttpRequest, HttpResponse } from '../http/http.ts';
import { type MonascaCredentials, monascaApiUrl } from './credentials.ts';
import {
  MissingRoleError,
  MonascaAnswerError,
  PayloadTooLargeError,
  RefusedByMonascaError,
  TokenRefusedError,
} from './errors.ts';
import { keystone, type MonitoringDeps, type Token } from './keystone.ts';

export interface Call {
  method: HttpRequest['method'];
  /** Below `/v2.0`, with its query. */
  path: string;
  json?: unknown;
}

/** Makes one call of Monasca's API and gives its answer, which has a status of 200 to 299; any other is thrown. */
export type MonascaCall = (call: Call) => Promise<HttpResponse>;

/** Calls with a token that is renewed in time, and once more when Monasca refuses it; a missing role is not renewed. */
export function monascaCall(credentials: MonascaCredentials, deps: MonitoringDeps): MonascaCall {
  const tokens = keystone(credentials, deps);
  const base = monascaApiUrl(credentials.monocasca_client_url);
  return async (call) => {
    const token = await tokens.token();
    const request = authorized(base, call, token);
    const answer = await deps.http(request);
    if (!isTokenRefused(answer)) return accepted(request, answer);
    const again = authorized(base, call, await tokens.renew(token));
    return accepted(again, await deps.http(again));
  };
}

/** The content type must be exactly this; the HTTP client adds the length. */
function authorized(base: string, { method, path, json }: Call, token: Token): HttpRequest {
  const headers = { 'x-auth-token': token.id, accept: 'application/json' };
  const request = { method, url: `${base}${path}`, headers };
  if (json === undefined) return request;
  const body = JSON.stringify(json);
  return { ...request, headers: { ...headers, 'content-type': 'application/json' }, body };
}

function accepted(request: HttpRequest, answer: HttpResponse): HttpResponse {
  const { status } = answer;
  if (status >= 200 && status <= 299) return answer;
  if (isRoleMissing(answer)) throw new MissingRoleError(request, answer, roleAdvice(request));
  if (status === 401) {
    throw new TokenRefusedError(request, answer, 'Check that Monasca trusts the Keystone of keystone_url.');
  }
  if (status === 413) throw new PayloadTooLargeError(request, answer, 'Send fewer at a time.');
  if (status === 400 || status === 422) {
    throw new RefusedByMonascaError(request, answer, 'Correct what was sent; sent again it fails again.');
  }
  const advice =
    status >= 500 ? 'Try again later.' : 'Check that monocasca_client_url is that of a Monasca API.';
  throw new MonascaAnswerError(request, answer, advice);
}

function roleAdvice({ method, url }: HttpRequest): string {
  const enough =
    method === 'GET' ? 'monasca-read-only-user' : url.endsWith('/metrics') ? 'monasca-agent' : '';
  const roles = ['monasca-user', enough].filter(Boolean).join(' or ');
  return `Give the user the role ${roles} in the project of the credentials.`;
}

const titled = z.object({ title: z.literal('Forbidden') });

function isTokenRefused(answer: HttpResponse): boolean {
  return answer.status === 401 && !isRoleMissing(answer);
}

/** The Python server says 401 with the title Forbidden, the Java one 403. */
function isRoleMissing({ status, body }: HttpResponse): boolean {
  if (status !== 401) return status === 403;
  try {
    return titled.safeParse(JSON.parse(body)).success;
  } catch {
    return false;
  }
}
