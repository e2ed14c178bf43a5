import { PayloadTooLargeError, RefusedByMonascaError } from './errors.ts';
import type { Metric } from './metric.ts';
import { type MonascaCall, noBody } from './monasca-call.ts';

export interface Delivery {
  taken: number;
  /** What Monasca will never take: the first names, and what it said of the first. */
  refused: { count: number; names: string[]; reason: string } | null;
  /** The metrics from this instant on (epoch milliseconds) are ahead of Monasca's clock and for later; null if none are. */
  aheadFrom: number | null;
}

const batchSize = 500;
/** After so many requests what is refused together is given up together, so that a call ends. */
const mostDivided = 60;
/** Monasca may refuse what lies two minutes in its future. */
const farAheadMs = 60_000;
const mostNames = 10;

/**
 * Sends the metrics in their order, in batches. Monasca takes or refuses a batch as a whole: one that is refused (422) is
 * halved until the bad metrics are alone, without those that lie in Monasca's future, and one that is too large (413) until it
 * fits. Throws when nothing more can be sent now (401, 5xx, no answer, 413 for one alone); sending all again later does no harm, for a measurement
 * is known by its series and its time.
 */
export async function sendMetrics(call: MonascaCall, metrics: Metric[]): Promise<Delivery> {
  const refused: { metrics: Metric[]; reason: string }[] = [];
  let latest = Number.POSITIVE_INFINITY;
  let requests = 0;
  let fitting = batchSize;

  async function send(given: Metric[]): Promise<void> {
    const batch = given.filter(({ timestamp }) => timestamp <= latest);
    if (batch.length === 0) return;
    if (batch.length > fitting) return sendHalves(batch);
    requests++;
    const problem = await problemOf(call, batch);
    if (!problem) return;
    if (problem instanceof PayloadTooLargeError) fitting = Math.max(1, Math.floor(batch.length / 2));
    else if (batch.some(isAheadOf(problem))) {
      latest = problem.answeredAt + farAheadMs;
      return send(batch);
    }
    if (batch.length > 1 && requests < mostDivided) return sendHalves(batch);
    // No metric is so large by itself: something on the way takes nothing at the moment.
    if (problem instanceof PayloadTooLargeError) throw problem;
    refused.push({ metrics: batch, reason: problem.message });
  }

  async function sendHalves(batch: Metric[]): Promise<void> {
    const half = Math.ceil(batch.length / 2);
    await send(batch.slice(0, half));
    await send(batch.slice(half));
  }

  for (let from = 0; from < metrics.length; from += batchSize)
    await send(metrics.slice(from, from + batchSize));
  const ahead = metrics.map(({ timestamp }) => timestamp).filter((timestamp) => timestamp > latest);
  return deliveryOf(metrics, refused, ahead);
}

/** False for all where the server did not tell its time. */
function isAheadOf({ answeredAt }: RefusedByMonascaError) {
  return ({ timestamp }: Metric) => timestamp > answeredAt + farAheadMs;
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

function deliveryOf(
  metrics: Metric[],
  refused: { metrics: Metric[]; reason: string }[],
  ahead: number[],
): Delivery {
  const all = refused.flatMap((each) => each.metrics);
  const names = [...new Set(all.map(({ name }) => name))].slice(0, mostNames);
  const reason = refused[0]?.reason ?? '';
  return {
    taken: metrics.length - all.length - ahead.length,
    refused: all.length > 0 ? { count: all.length, names, reason } : null,
    aheadFrom: ahead.length > 0 ? ahead.reduce((one, other) => Math.min(one, other)) : null,
  };
}
