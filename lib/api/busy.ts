/** A service of AWS that Pacer needs could not do its part now; the same call may work in a moment. */
export interface Busy {
  code: 'throttled' | 'unavailable';
  message: string;
}

/** What a caller of ours is to wait before he tries again, in seconds. */
export const retryAfterSeconds = 5;

/** As DynamoDB, Secrets Manager, EventBridge Scheduler and Lambda call it that they are asked too much. */
const throttles = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'ThrottledException',
  'Throttling',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestThrottlingException',
  'TooManyRequestsException',
  'SlowDown',
  'TransactionInProgressException',
]);

/** No answer came in time, or none at all. */
const noAnswers = new Set(['TimeoutError', 'RequestTimeout', 'RequestTimeoutException']);
const brokenConnections = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENOTFOUND',
]);

const safeToRepeat =
  'Repeating is safe: a launch with the same Idempotency-Key launches once, and a run is counted once.';

/** Whether a failure of the AWS SDK passes by itself, after its own attempts; null for any other. */
export function busyOf(error: unknown): Busy | null {
  if (!isOfAws(error)) return null;
  if (throttles.has(error.name) || error.$retryable?.throttling || error.$metadata?.httpStatusCode === 429)
    return {
      code: 'throttled',
      message: `A service that Pacer needs throttles requests; repeat the same call in ${retryAfterSeconds} seconds. ${safeToRepeat}`,
    };
  const isBroken = noAnswers.has(error.name) || brokenConnections.has(error.code ?? '');
  if (isBroken || error.$fault === 'server' || (error.$metadata?.httpStatusCode ?? 0) >= 500)
    return {
      code: 'unavailable',
      message: `A service that Pacer needs did not answer correctly, and the call may or may not have taken effect; repeat the same call in ${retryAfterSeconds} seconds. ${safeToRepeat}`,
    };
  return null;
}

interface AwsError extends Error {
  code?: string;
  $fault?: 'client' | 'server';
  $retryable?: { throttling?: boolean };
  $metadata?: { httpStatusCode?: number };
}

/** The SDK puts its metadata also into errors of the connection. */
function isOfAws(error: unknown): error is AwsError {
  return error instanceof Error && '$metadata' in error;
}
