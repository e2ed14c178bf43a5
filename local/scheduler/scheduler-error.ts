const statuses = {
  ValidationException: 400,
  ConflictException: 409,
  ResourceNotFoundException: 404,
  UnknownOperationException: 404,
} as const;

/** An error of the Scheduler API under AWS's own type, status and `Message`. */
export class SchedulerError extends Error {
  override readonly name = 'SchedulerError';
  readonly type: keyof typeof statuses;
  readonly status: number;

  constructor(type: keyof typeof statuses, message: string) {
    super(message);
    this.type = type;
    this.status = statuses[type];
  }
}

export function invalid(message: string): SchedulerError {
  return new SchedulerError('ValidationException', message);
}

export function notFound(what: 'Schedule' | 'Schedule group', name: string): SchedulerError {
  return new SchedulerError('ResourceNotFoundException', `${what} ${name} does not exist.`);
}

export function conflict(message: string): SchedulerError {
  return new SchedulerError('ConflictException', message);
}
