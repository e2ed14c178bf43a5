/** A request that the API refuses. Every version puts it on the wire in its own way. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly kind: ApiErrorKind;

  constructor(kind: ApiErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/**
 * `requirement`: an argument that does not hold (an unknown job, a bad name). `schedule`: a schedule or a combination of
 * fields that the handler rejects. `server`: an exception inside a handler. `deserialization`: JSON that makes no job.
 */
export type ApiErrorKind = 'requirement' | 'schedule' | 'server' | 'deserialization';

export const unknownJob = (name: string): ApiError =>
  new ApiError('requirement', `requirement failed: Job '${name}' not found`);
