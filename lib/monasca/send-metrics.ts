import { PayloadTooLargeError, RefusedByMonascaError } from './errors.ts';
import { isOfThisCentury, type Metric } from './metric.ts';
import { type MonascaCall, noBody } from './monasca-call.ts';

export interface Delivery {
  taken: number;
  /** What Monasca will never take: the first names, and what it said of the first. */
  refused: { count: number; names: string[]; reason: string } | null;
  /** The metrics from this instant on (epoch milliseconds) are ahead of Monasca's clock and for later; null if none are. */
  aheadFrom: number | null;
  /** Length of the prefix whose outcome is final; later metrics may or may not have been stored. */
  settled: number;
  /** Why the others could not be sent; null when all are settled. */
  stopped: string | null;
}

const batchSize = 500;
/** After this many requests, delivery stops once the first unit is settled; the rest is sent later. */
const mostDivided = 60;
/** Metrics further ahead of Monasca's clock wait; Monasca may refuse those that are two minutes ahead. */
const farAheadMs = 60_000;
const mostNames = 10;

/**
 * Sends the metrics in their order, in batches. Monasca takes or refuses a batch as a whole: one that is refused (422) is
 * halved until the bad metrics are alone, without those that lie in Monasca's future, and one that is too large (413) until it
 * fits. Where nothing more can be sent now (401, 5xx, no answer, 413 for one alone), it stops; it throws when less than the first
 * `unit` metrics are settled, and those are given up together rather than asked for without end. The store keeps one of what is
 * sent twice, by its series and its time; the threshold engine does not: what an alarm looks at is never to be sent twice.
 */
export async function sendMetrics(
  call: MonascaCall,
  metrics: Metric[],
  unit = metrics.length,
): Promise<Delivery> {
  const refused = refusedHere(metrics);
  let [taken, reached, requests] = [0, 0, 0];
  let [latest, fitting] = [Number.POSITIVE_INFINITY, batchSize];

  async function send(from: number, to: number): Promise<void> {
    const inRange = (metric: Metric) => metric.timestamp <= latest && isOfThisCentury(metric);
    const batch = metrics.slice(from, to).filter(inRange);
    if (batch.length === 0) return;
    if (batch.length > fitting) return sendHalves(from, to);
    reached = from;
    if (requests >= mostDivided && from >= unit) throw new Error('Delivery stopped after too many requests.');
    requests++;
    const problem = await problemOf(call, batch);
    if (!problem) {
      taken += batch.length;
      return;
    }
    if (problem instanceof PayloadTooLargeError) {
      fitting = Math.max(1, Math.floor(batch.length / 2));
      // One metric never exceeds the limit, so a proxy is rejecting everything: retry later.
      if (batch.length === 1) throw problem;
      return sendHalves(from, to);
    }
    if (batch.some(isAheadOf(problem))) {
      latest = problem.answeredAt + farAheadMs;
      return send(from, to);
    }
    const shouldAbandonDelivery = batch.length === 1 || (requests >= mostDivided && to <= unit);
    if (!shouldAbandonDelivery) return sendHalves(from, to);
    refused.push({ metrics: batch, reason: problem.message });
  }

  async function sendHalves(from: number, to: number): Promise<void> {
    const middle = from + Math.ceil((to - from) / 2);
    await send(from, middle);
    await send(middle, to);
  }

  async function sendAll(): Promise<Pick<Delivery, 'settled' | 'stopped'>> {
    try {
      for (let from = 0; from < metrics.length; from += batchSize)
        await send(from, Math.min(from + batchSize, metrics.length));
      return { settled: metrics.length, stopped: null };
    } catch (error) {
      if (reached >= unit) return { settled: reached, stopped: (error as Error).message };
      throw error;
    }
  }

  const { settled, stopped } = await sendAll();
  const ahead = metrics.map(({ timestamp }) => timestamp).filter((timestamp) => timestamp > latest);
  const aheadFrom = ahead.length > 0 ? ahead.reduce((one, other) => Math.min(one, other)) : null;
  return { taken, refused: summaryOf(refused), aheadFrom, settled, stopped };
}

interface Refused {
  metrics: Metric[];
  reason: string;
}

/** Monasca would file seconds in January 1970 without a word. */
function refusedHere(given: Metric[]): Refused[] {
  const metrics = given.filter((metric) => !isOfThisCentury(metric));
  return metrics.length > 0
    ? [{ metrics, reason: 'The timestamp is not in milliseconds of this century.' }]
    : [];
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

function summaryOf(refused: Refused[]): Delivery['refused'] {
  const all = refused.flatMap(({ metrics }) => metrics);
  const names = [...new Set(all.map(({ name }) => name))].slice(0, mostNames);
  return all.length > 0 ? { count: all.length, names, reason: refused[0]?.reason ?? '' } : null;
}
