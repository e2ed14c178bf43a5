import * as z from 'zod/mini';
import type { HttpRequest, HttpResponse } from '../http/http.ts';
import { jsonOrUndefined } from '../http/json.ts';
import {
  MissingRoleError,
  MonascaAnswerError,
  MonascaConflictError,
  PayloadTooLargeError,
  RefusedByMonascaError,
  TokenRefusedError,
} from './errors.ts';

/** What an answer of Monasca with a status outside 200 to 299 means. The body counts for the log only, but for one title. */
export function answerError(request: HttpRequest, answer: HttpResponse): Error {
  const { status } = answer;
  if (isRoleMissing(answer)) return new MissingRoleError(request, answer, roleAdvice(request));
  if (status === 401) {
    return new TokenRefusedError(request, answer, 'Check that Monasca trusts the Keystone of keystone_url.');
  }
  if (status === 413) return new PayloadTooLargeError(request, answer, 'Send fewer at a time.');
  if (status === 409) return new MonascaConflictError(request, answer, 'Use the existing one.');
  if (status === 400 || status === 422) {
    return new RefusedByMonascaError(request, answer, 'Correct what was sent; sent again it fails again.');
  }
  const advice =
    status >= 500 ? 'Try again later.' : 'Check that monocasca_client_url is that of a Monasca API.';
  return new MonascaAnswerError(request, answer, advice);
}

const titled = z.object({ title: z.literal('Forbidden') });

/** A good token of a user who may not do this: the Python server says 401 with the title Forbidden, the Java one 403. */
export function isRoleMissing({ status, body }: HttpResponse): boolean {
  if (status !== 401) return status === 403;
  return titled.safeParse(jsonOrUndefined(body)).success;
}

function roleAdvice({ method, url }: HttpRequest): string {
  const enough =
    method === 'GET' ? 'monasca-read-only-user' : url.endsWith('/metrics') ? 'monasca-agent' : '';
  const roles = ['monasca-user', enough].filter(Boolean).join(' or ');
  return `Give the user the role ${roles} in the project of the credentials.`;
}
