import { PayloadTooLargeError, RefusedByMonascaError } from './errors.ts';
import { isOfThisCentury, type Metric } from './metric.ts';
import { type MonascaCall, noBody } from './monasca-call.ts';

export interface Delivery {
  taken: number;
  /** What Monasca will never take: the first names, and what it said of the first. */
  refused: { count: number; names: string[]; reason: string } | null;
  /** The metrics from this instant on (epoch milliseconds) are ahead of Monasca's clock and for later; null if none are. */
  aheadFrom: number | null;
  /** Why those from this instant on (epoch milliseconds) could not be sent, of which some may be taken all the same; null if all were. */
  stopped: { from: number; problem: string } | null;
}

const batchSize = 500;
/** After so many requests the rest is for later; what is refused together and is of one instant is given up together. */
const mostDivided = 60;
/** Monasca may refuse what lies two minutes in its future. */
const farAheadMs = 60_000;
const mostNames = 10;

/**
 * Sends the metrics in their order, in batches. Monasca takes or refuses a batch as a whole: one that is refused (422) is
 * halved until the bad metrics are alone, without those that lie in Monasca's future, and one that is too large (413) until it
 * fits. Stops, or throws when nothing is settled, where nothing more can be sent now (401, 5xx, no answer, 413 for one alone). Sending
 * again later does no harm, for a measurement is known by its series and its time.
 */
export async function sendMetrics(call: MonascaCall, given: Metric[]): Promise<Delivery> {
  const metrics = given.filter(isOfThisCentury);
  const refused = refusedHere(given);
  const first = metrics[0]?.timestamp ?? 0;
  let [taken, reached] = [0, first];
  let latest = Number.POSITIVE_INFINITY;
  let requests = 0;
  let fitting = batchSize;

  async function send(asked: Metric[]): Promise<void> {
    const batch = asked.filter(({ timestamp }) => timestamp <= latest);
    if (batch.length === 0) return;
    if (batch.length > fitting) return sendHalves(batch);
    requests++;
    reached = batch[0]?.timestamp ?? reached;
    const problem = await problemOf(call, batch);
    if (!problem) {
      taken += batch.length;
      return;
    }
    if (problem instanceof PayloadTooLargeError) fitting = Math.max(1, Math.floor(batch.length / 2));
    else if (batch.some(isAheadOf(problem))) {
      latest = problem.answeredAt + farAheadMs;
      return send(batch);
    }
    const isTooMuch = requests >= mostDivided;
    if (isTooMuch && reached > first) throw new Error(`Too much is refused for ${requests} requests.`);
    if (batch.length > 1 && !isTooMuch) return sendHalves(batch);
    // No metric is so large by itself: something on the way takes nothing at the moment.
    if (problem instanceof PayloadTooLargeError) throw problem;
    refused.push({ metrics: batch, reason: problem.message });
  }

  async function sendHalves(batch: Metric[]): Promise<void> {
    const half = Math.ceil(batch.length / 2);
    await send(batch.slice(0, half));
    await send(batch.slice(half));
  }

  async function sendAll(): Promise<Delivery['stopped']> {
    try {
      for (let from = 0; from < metrics.length; from += batchSize)
        await send(metrics.slice(from, from + batchSize));
      return null;
    } catch (error) {
      // All that lies before was taken or refused, as metrics come in the order of their instants.
      if (reached > first) return { from: reached, problem: (error as Error).message };
      throw error;
    }
  }

  const stopped = await sendAll();
  const ahead = metrics.map(({ timestamp }) => timestamp).filter((timestamp) => timestamp > latest);
  const aheadFrom = ahead.length > 0 ? ahead.reduce((one, other) => Math.min(one, other)) : null;
  return { taken, refused: summaryOf(refused), aheadFrom, stopped };
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
