import {
  type Http,
  type HttpRequest,
  type HttpResponse,
  NoAnswerError,
  withoutCredentials,
} from '../../../lib/http/http.ts';
import type { FaultKind } from '../faults.ts';
import type { Environment, Exchange, Surroundings } from './lambda.ts';

/** A server as one call sees it: it takes no time and never fails to answer. */
export type Server = (request: HttpRequest) => HttpResponse;

/** What becomes of a request, by the weather between the two; null when nothing is in the way. */
export type Trouble = (request: HttpRequest, given: Given) => Exchange<HttpResponse> | null;

export interface Given {
  surroundings: Surroundings;
  usual: Exchange<HttpResponse>;
  timeoutMs: number;
  /** No answer within the time. */
  silence: NonNullable<Exchange<HttpResponse>['failure']>;
}

const retryDelayMs = 200;

/** HTTP from an environment to a server: GET is sent a second time when it got no answer, as the real client does. */
export function httpBetween(
  surroundings: Surroundings,
  environment: Environment,
  { server, trouble, timeoutMs }: { server: Server; trouble: Trouble; timeoutMs: number },
): Http {
  const send = (request: HttpRequest): Promise<HttpResponse> => {
    const what = `${request.method} ${request.url.split('?', 1)}`;
    const doneAfterMs = 5 + 40 * surroundings.weather.chance('latency');
    const usual = { what, doneAfterMs, act: () => server(request) };
    const error = () =>
      new NoAnswerError(
        `[${request.method}] ${withoutCredentials(request.url)}: no answer within ${timeoutMs} ms`,
      );
    const silence = { afterMs: timeoutMs, error };
    return environment.exchange(trouble(request, { surroundings, usual, timeoutMs, silence }) ?? usual);
  };
  return async (request) => {
    try {
      return await send(request);
    } catch (error) {
      if (request.method !== 'GET') throw error;
      await environment.exchange({ what: 'a pause', doneAfterMs: retryDelayMs, act: () => {} });
      return send(request);
    }
  };
}

/** A call that was given up may be done so long after it was sent. */
export const longestFlightMs = 45_000;

export const html = (status: number, text: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: `<html><body><h1>${text}</h1></body></html>`,
});

/** What can go wrong between Pacer and a framework. */
export const frameworkTrouble: Trouble = (
  request,
  { surroundings: { weather }, usual, timeoutMs, silence },
) => {
  const hits = (kind: FaultKind) => weather.strikes(kind);
  const refused = {
    afterMs: 5,
    error: () => new NoAnswerError(`[${request.method}] ${withoutCredentials(request.url)}: ECONNREFUSED`),
  };
  const isChange = request.method !== 'GET';
  if (hits('framework-refuses')) return { ...usual, doneAfterMs: null, failure: refused };
  if (hits('framework-silent')) return { ...usual, doneAfterMs: null, failure: silence };
  if (hits('framework-fails')) return { ...usual, act: () => html(500, 'Error 500 Server Error') };
  if (hits('framework-echoes')) return { ...usual, act: () => echo(request) };
  if (isChange && hits('framework-answer-lost')) return { ...usual, failure: silence };
  if (isChange && hits('framework-late')) {
    const doneAfterMs = timeoutMs + (longestFlightMs - timeoutMs) * weather.chance('lateness');
    return { ...usual, doneAfterMs, failure: silence };
  }
  if (isChange && hits('framework-lies'))
    return { ...usual, act: () => ({ status: 200, headers: {}, body: '{}' }) };
  if (hits('framework-slow')) return { ...usual, doneAfterMs: 4_900 * weather.chance('slowness') };
  return null;
};

function echo(request: HttpRequest): HttpResponse {
  const { authorization = '' } = request.headers ?? {};
  const message = `Cannot read ${request.body ?? ''} of ${request.url} with ${authorization}`;
  return { status: 500, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) };
}

/** What can go wrong between Pacer and Monasca. */
export const monascaTrouble: Trouble = (
  request,
  { surroundings: { weather }, usual, timeoutMs, silence },
) => {
  const error = () =>
    new NoAnswerError(`[${request.method}] ${withoutCredentials(request.url)}: ECONNREFUSED`);
  if (weather.strikes('monasca-away')) return { ...usual, doneAfterMs: null, failure: { afterMs: 5, error } };
  if (weather.strikes('monasca-fails')) return { ...usual, act: () => html(503, 'Service Unavailable') };
  if (weather.strikes('monasca-answer-lost')) return { ...usual, failure: silence };
  if (!weather.strikes('monasca-slow')) return null;
  const doneAfterMs = 6_000 * weather.chance('slowness');
  return doneAfterMs < timeoutMs ? { ...usual, doneAfterMs } : { ...usual, doneAfterMs, failure: silence };
};
