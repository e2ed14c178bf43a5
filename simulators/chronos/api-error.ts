/** A request that the API refuses. Every version puts it on the wire in its own way. */
export class ChronosError extends Error {
  override readonly name = 'ChronosError';
  readonly kind: ChronosErrorKind;
  /** The Java exception behind it. */
  readonly exception: string;

  constructor(kind: ChronosErrorKind, message: string, exception = 'java.lang.IllegalArgumentException') {
    super(message);
    this.kind = kind;
    this.exception = exception;
  }
}

/**
 * `requirement`: an argument that does not hold (an unknown job, a bad name). `schedule`: a schedule or a combination of
 * fields that the handler rejects. `server`: an exception that a handler answers. `bare`: one for which it has no words.
 * `deserialization`: JSON that makes no job.
 */
export type ChronosErrorKind = 'requirement' | 'schedule' | 'server' | 'bare' | 'deserialization';

export const unknownJob = (name: string): ChronosError =>
  new ChronosError('requirement', `requirement failed: Job '${name}' not found`);

/** What the graph library says of a job that was looked up and is not, or no longer, in the graph. */
export const noVertex = (name: string): ChronosError =>
  new ChronosError('requirement', `no such vertex in graph: ${name}`);

/** JSON that makes no job, with the exception that the server meets. */
export const unreadable = (exception: string, message: string): ChronosError =>
  new ChronosError('deserialization', message, exception);

/** A field that is not there, in the words of a Java that names it. */
export const missingValue = (): ChronosError =>
  unreadable('java.lang.NullPointerException', noNode('com.fasterxml.jackson.databind.JsonNode.asText()'));

/** A body without a job in it: the handler gets none and fails. */
export const noBody = (): ChronosError =>
  new ChronosError(
    'server',
    noNode('org.apache.mesos.chronos.scheduler.jobs.BaseJob.name()'),
    'java.lang.NullPointerException',
  );

const noNode = (method: string): string => `Cannot invoke "${method}" because the value is null`;
