import { type HttpReply, jsonReply } from '../http/message.ts';

/** An error of the Monasca application, in the first of the shapes that a client meets: `title` and `description`. */
export class MonascaError extends Error {
  override readonly name = 'MonascaError';
  readonly status: number;
  readonly title: string;

  constructor(status: number, title: string, description = '') {
    super(description);
    this.status = status;
    this.title = title;
  }

  get reply(): HttpReply {
    const body = { title: this.title, ...(this.message ? { description: this.message } : {}) };
    // The broken list of challenges is what the real server sends.
    const challenge = this.status === 401 ? { 'www-authenticate': 'T, o, k, e, n' } : {};
    return jsonReply(body, this.status, challenge);
  }
}

export function badRequest(description: string): MonascaError {
  return new MonascaError(400, 'Bad request', description);
}

export function unprocessable(description: string): MonascaError {
  return new MonascaError(422, 'Unprocessable Entity', description);
}

/** What the real server fails at, by the title that it gives that. */
export function serviceUnavailable(description: string): MonascaError {
  return new MonascaError(500, 'Service unavailable', description);
}

/** The wrong role, which Monasca reports with 401 and not with 403. */
export function forbidden(): MonascaError {
  return new MonascaError(401, 'Forbidden', 'The request does not have access to this service');
}

export function notFound(): MonascaError {
  return new MonascaError(404, '404 Not Found');
}

export function alreadyExists(description: string): MonascaError {
  return new MonascaError(409, 'AlreadyExistsException', description);
}
