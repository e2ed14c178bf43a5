/** A field of the caller's input and what would be right there. */
export interface FieldProblem {
  field: string;
  problem: string;
}

/** The caller must act: becomes a 4xx reply. `code` is stable, the message is for a person. */
export abstract class CallerError extends Error {
  abstract readonly status: number;
  abstract readonly code: string;
  readonly fields: FieldProblem[];

  constructor(message: string, fields: FieldProblem[] = []) {
    super(message);
    this.fields = fields;
  }
}

export class InvalidRequestError extends CallerError {
  override readonly name = 'InvalidRequestError';
  readonly status = 400;
  readonly code = 'invalid-request';
}

export class WrongTokenError extends CallerError {
  override readonly name = 'WrongTokenError';
  readonly status = 401;
  readonly code = 'wrong-token';
}

export class UnknownJobError extends CallerError {
  override readonly name = 'UnknownJobError';
  readonly status = 404;
  readonly code = 'unknown-job';

  constructor(jobId: string) {
    super(`There is no job ${jobId}, neither by its id nor by its name.`);
  }
}

export class UnknownRecurringJobError extends CallerError {
  override readonly name = 'UnknownRecurringJobError';
  readonly status = 404;
  readonly code = 'unknown-recurring-job';

  constructor(name: string) {
    super(`There is no recurring job ${name}.`);
  }
}

export class ConflictError extends CallerError {
  override readonly name = 'ConflictError';
  readonly status = 409;
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export class BodyTooLargeError extends CallerError {
  override readonly name = 'BodyTooLargeError';
  readonly status = 413;
  readonly code = 'body-too-large';
}

/** A gateway passes a compressed body on as it is. */
export class EncodedBodyError extends CallerError {
  override readonly name = 'EncodedBodyError';
  readonly status = 415;
  readonly code = 'encoded-body';

  constructor() {
    const problem = 'must be absent: a body is read as it comes, neither compressed nor encoded otherwise';
    super(`Content-Encoding ${problem}.`, [{ field: 'Content-Encoding', problem }]);
  }
}

/** The framework understood the job's definition and refused it. */
export class RefusedDefinitionError extends CallerError {
  override readonly name = 'RefusedDefinitionError';
  readonly status = 422;
  readonly code = 'refused-definition';
}

export class TooManyReportsError extends CallerError {
  override readonly name = 'TooManyReportsError';
  readonly status = 429;
  readonly code = 'too-many-reports';
}

/** Somebody else wrote the job since it was read: not a fault, reload and look again. */
export class StaleJobError extends Error {
  override readonly name = 'StaleJobError';
}

/** The framework still holds the job and can neither run nor remove it; the sentence says what a person must do. */
export class ZombieJobError extends Error {
  override readonly name = 'ZombieJobError';
  readonly code = 'zombie-job';
}
