import { NoAnswerError } from '../http/http.ts';
import { PayloadTooLargeError, RefusedByMonascaError } from './errors.ts';
import type { Metric } from './metric.ts';
import { type MonascaCall, noBody } from './monasca-call.ts';

export interface Delivery {
  taken: number;
  /** What Monasca will never take: the first names, and what it said of the first. */
  refused: { count: number; names: string[]; reason: string } | null;
}

const batchSize = 500;
/** After so many requests what is refused together is given up together, so that a call ends. */
const mostDivided = 60;
const longestMs = 10_000;
const mostNames = 10;

/**
 * Sends the metrics in their order, in batches. Monasca takes or refuses a batch as a whole: one that is refused (422) is
 * halved until the bad metrics are alone, one that is too large (413) until it fits. Throws when nothing more can be sent
 * now (401, 5xx, no answer, no end after ten seconds); sending all again later does no harm, for a measurement is known by
 * its series and its time.
 */
export async function sendMetrics(
  call: MonascaCall,
  metrics: Metric[],
  now: () => number,
): Promise<Delivery> {
  const startedAt = now();
  const refused: { metrics: Metric[]; reason: string }[] = [];
  let requests = 0;
  let fitting = batchSize;

  async function send(batch: Metric[]): Promise<void> {
    if (batch.length > fitting) return sendHalves(batch);
    if (requests > 0 && now() - startedAt >= longestMs) throw tooSlow(requests);
    requests++;
    const problem = await problemOf(call, batch);
    if (!problem) return;
    if (problem instanceof PayloadTooLargeError) fitting = Math.max(1, Math.floor(batch.length / 2));
    if (batch.length > 1 && requests < mostDivided) return sendHalves(batch);
    refused.push({ metrics: batch, reason: problem.message });
  }

  async function sendHalves(batch: Metric[]): Promise<void> {
    const half = Math.ceil(batch.length / 2);
    await send(batch.slice(0, half));
    await send(batch.slice(half));
  }

  for (let from = 0; from < metrics.length; from += batchSize)
    await send(metrics.slice(from, from + batchSize));
  return deliveryOf(metrics, refused);
}

/** What makes it useless to send the batch as it is again; null when it was taken. */
async function problemOf(call: MonascaCall, batch: Metric[]) {
  try {
    await call({ method: 'POST', path: '/metrics', json: batch.map(posted), reply: noBody });
    return null;
  } catch (error) {
    if (error instanceof PayloadTooLargeError) return error;
    // A 400 is about the request, not about a metric in it.
    if (error instanceof RefusedByMonascaError && error.status === 422) return error;
    throw error;
  }
}

function posted({ name, dimensions, timestamp, value, valueMeta }: Metric) {
  return { name, dimensions, timestamp, value, ...(valueMeta ? { value_meta: valueMeta } : {}) };
}

function deliveryOf(metrics: Metric[], refused: { metrics: Metric[]; reason: string }[]): Delivery {
  const [first] = refused;
  if (!first) return { taken: metrics.length, refused: null };
  const all = refused.flatMap((each) => each.metrics);
  const names = [...new Set(all.map(({ name }) => name))].slice(0, mostNames);
  const taken = metrics.length - all.length;
  return { taken, refused: { count: all.length, names, reason: first.reason } };
}

function tooSlow(requests: number): NoAnswerError {
  return new NoAnswerError(
    `Monasca took ${requests} requests in ${longestMs / 1000} s; the rest is for later.`,
  );
}
