import { type HttpRequest, type HttpResponse, withoutCredentials } from '../http/http.ts';
import { remoteText } from '../http/remote-text.ts';

const excerptLength = 300;

/** An answer of Keystone or Monasca that is not the wanted one. `code` is stable; the message holds no credentials. */
abstract class MonitoringError extends Error {
  abstract readonly code: string;
  readonly status: number;
  /** When the server answered by its own clock, epoch milliseconds; NaN if it did not say. */
  readonly answeredAt: number;

  constructor(call: HttpRequest, answer: HttpResponse, advice: string) {
    const url = withoutCredentials(call.url);
    super(`[${call.method}] ${url}: ${answer.status}. ${advice} The answer was: ${excerpt(call, answer)}`);
    this.status = answer.status;
    this.answeredAt = Date.parse(answer.headers.date ?? '');
  }
}

/** Keystone knows no such user, password, domain, project or role in it; it does not tell which. */
export class LoginRefusedError extends MonitoringError {
  override readonly name = 'LoginRefusedError';
  readonly code = 'login-refused';
}

/** What answers at the Keystone URL did not give a token. With a status of 500 or more it may later. */
export class KeystoneAnswerError extends MonitoringError {
  override readonly name = 'KeystoneAnswerError';
  readonly code = 'keystone-answer';
}

/** The token is good but lacks the role; a new token would not have it either. */
export class MissingRoleError extends MonitoringError {
  override readonly name = 'MissingRoleError';
  readonly code = 'missing-role';
}

/** Monasca took neither the token nor the one got in its place. */
export class TokenRefusedError extends MonitoringError {
  override readonly name = 'TokenRefusedError';
  readonly code = 'token-refused';
}

/** Too many bytes in one request: send the parts. */
export class PayloadTooLargeError extends MonitoringError {
  override readonly name = 'PayloadTooLargeError';
  readonly code = 'payload-too-large';
}

/** Monasca understood the request and refuses what it holds: never send the same again. */
export class RefusedByMonascaError extends MonitoringError {
  override readonly name = 'RefusedByMonascaError';
  readonly code = 'refused-by-monasca';
}

/** Something of that name is there already. */
export class MonascaConflictError extends MonitoringError {
  override readonly name = 'MonascaConflictError';
  readonly code = 'monasca-conflict';
}

/** Any other answer. With a status of 500 or more the same request may be taken later. */
export class MonascaAnswerError extends MonitoringError {
  override readonly name = 'MonascaAnswerError';
  readonly code = 'monasca-answer';
}

/** What the body says, without any secret of the request that the server may have echoed. */
function excerpt(call: HttpRequest, { body }: HttpResponse): string {
  return remoteText(body, excerptLength, secretsOf(call)) || '(empty)';
}

/** Token, password, and the address of a webhook, which may hold a key; what was sent as JSON is looked for as it is and as JSON writes it. */
function secretsOf({ headers, body }: HttpRequest): string[] {
  const sent = (body ?? '').matchAll(/"(?:password|address)":"((?:[^"\\]|\\.)+)"/g);
  const written = [...sent].flatMap(([, text = '']) => [text, String(JSON.parse(`"${text}"`))]);
  return [headers?.['x-auth-token'] ?? '', ...written].filter((secret) => secret !== '');
}
