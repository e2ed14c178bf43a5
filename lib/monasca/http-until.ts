import { type Http, NoAnswerError, withoutCredentials } from '../http/http.ts';

export interface HttpUntilDeps {
  httpOf: (timeoutSeconds: number) => Http;
  /** Epoch milliseconds. */
  now: () => number;
}

const longestSeconds = 5;
/** The client asks a second time after a pause. */
const pauseMs = 200;

/**
 * HTTP that is over at `until` (epoch milliseconds): a request is given the time that is left, five seconds at most, and is not
 * begun with less than one.
 */
export function httpUntil(until: number, { httpOf, now }: HttpUntilDeps): Http {
  return async (request) => {
    const leftMs = until - now();
    const timeoutMs = request.method === 'GET' ? (leftMs - pauseMs) / 2 : leftMs;
    const seconds = Math.min(longestSeconds, Math.floor(timeoutMs / 1000));
    if (seconds >= 1) return httpOf(seconds)(request);
    const what = `[${request.method}] ${withoutCredentials(request.url)}`;
    throw new NoAnswerError(
      `${what}: not called, because the time limit for Monasca is used up. The next evaluation continues.`,
    );
  };
}
