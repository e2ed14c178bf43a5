import { PayloadTooLargeError, RefusedByMonascaError } from './errors.ts';
import { isOfThisCentury, type Metric } from './metric.ts';
import { type MonascaCall, noBody } from './monasca-call.ts';

export interface Delivery {
  taken: number;
  /** Metrics that Monasca will never take: the first few names, and the reason that it gave for the first one. */
  refused: { count: number; names: string[]; reason: string } | null;
  /** Metrics from this instant on (epoch milliseconds) are ahead of Monasca's clock and are for later; null if none are. */
  aheadFrom: number | null;
  /** Length of the prefix whose outcome is final; later metrics may or may not have been stored. */
  settled: number;
  /** Why the others could not be sent; null when all are settled. */
  stopped: string | null;
}

const batchSize = 500;
/** After this many requests sending stops, and is continued by a later call, once the first unit is settled. */
const mostRequests = 60;
/** Monasca may refuse what lies two minutes ahead of its clock. */
const farAheadMs = 60_000;
const mostNames = 10;

/**
 * Sends the metrics in their order, in batches. Monasca takes or refuses a batch as a whole: a refused batch (422) is halved
 * until the bad metrics are alone, after those ahead of Monasca's clock have been left out; one that is too large (413) is halved
 * until it fits. Sending stops when nothing more can be sent now (401, 5xx, no answer, 413 for a single metric); it throws if less
 * than the first `unit` metrics are settled then. A first unit with too many bad metrics is given up as a whole: otherwise it
 * would be retried for ever. Of a metric that is sent twice, the store keeps one, by series and time, but the threshold engine takes both:
 * never send twice what an alarm looks at.
 */
export async function sendMetrics(
  call: MonascaCall,
  metrics: Metric[],
  unit = metrics.length,
): Promise<Delivery> {
  const batcher = new Batcher(metrics, unit);
  try {
    for (let batch = batcher.next(); batch; batch = batcher.next()) {
      batcher.settle(batch, await problemOf(call, batch.metrics));
    }
  } catch (error) {
    if (batcher.reached < unit) throw error;
    return batcher.delivery(batcher.reached, (error as Error).message);
  }
  return batcher.delivery(metrics.length, null);
}

/** Indices of metrics: from the first one up to the last one, which is not part of it. */
interface Range {
  from: number;
  to: number;
}

interface Batch extends Range {
  /** Those of the range that are to be sent. */
  metrics: Metric[];
}

/** Divides metrics into batches and counts what becomes of them; what it learns of Monasca holds for the batches that follow. */
class Batcher {
  /** All metrics before this index are settled. */
  reached = 0;
  readonly #metrics: Metric[];
  readonly #unit: number;
  /** What is still to be sent, in order. */
  readonly #ranges: Range[];
  readonly #refused: Refused[];
  #requests = 0;
  #taken = 0;
  /** Metrics after this instant are for later. */
  #latest = Number.POSITIVE_INFINITY;
  /** The most metrics that were not too large for one request, as far as is known. */
  #fitting = batchSize;

  constructor(metrics: Metric[], unit: number) {
    this.#metrics = metrics;
    this.#unit = unit;
    this.#ranges = batchRanges(metrics.length);
    this.#refused = refusedHere(metrics);
  }

  /** The next batch to send; null when all are settled. Throws when Monasca has refused too much for one call. */
  next(): Batch | null {
    for (let range = this.#ranges.shift(); range; range = this.#ranges.shift()) {
      const metrics = this.#metrics.slice(range.from, range.to).filter((metric) => this.#isSendable(metric));
      if (metrics.length > this.#fitting) this.#halve(range);
      else if (metrics.length > 0) return this.#begun({ ...range, metrics });
    }
    return null;
  }

  #isSendable(metric: Metric): boolean {
    return metric.timestamp <= this.#latest && isOfThisCentury(metric);
  }

  #begun(batch: Batch): Batch {
    this.reached = batch.from;
    if (this.#requests >= mostRequests && batch.from >= this.#unit)
      throw new Error('Delivery stopped after too many requests.');
    this.#requests++;
    return batch;
  }

  /** Counts the batch, or divides it for the next requests; `problem` is null when Monasca took it. */
  settle(batch: Batch, problem: Problem | null): void {
    if (!problem) this.#taken += batch.metrics.length;
    else if (problem instanceof PayloadTooLargeError) this.#shrink(batch, problem);
    else if (batch.metrics.some(isAheadOf(problem))) this.#leaveOutAhead(batch, problem);
    else if (batch.metrics.length > 1 && !this.#isGivenUp(batch)) this.#halve(batch);
    else this.#refused.push({ metrics: batch.metrics, reason: problem.message });
  }

  #shrink(batch: Batch, problem: PayloadTooLargeError): void {
    // A single metric never exceeds the limit, so a proxy is rejecting everything: retry later.
    if (batch.metrics.length === 1) throw problem;
    this.#fitting = Math.floor(batch.metrics.length / 2);
    this.#halve(batch);
  }

  #leaveOutAhead(batch: Batch, { answeredAt }: RefusedByMonascaError): void {
    this.#latest = answeredAt + farAheadMs;
    this.#ranges.unshift(batch);
  }

  #isGivenUp({ to }: Batch): boolean {
    return this.#requests >= mostRequests && to <= this.#unit;
  }

  #halve({ from, to }: Range): void {
    const middle = from + Math.ceil((to - from) / 2);
    this.#ranges.unshift({ from, to: middle }, { from: middle, to });
  }

  delivery(settled: number, stopped: string | null): Delivery {
    let aheadFrom: number | null = null;
    for (const { timestamp } of this.#metrics) {
      if (timestamp > this.#latest) aheadFrom = Math.min(timestamp, aheadFrom ?? timestamp);
    }
    return { taken: this.#taken, refused: summaryOf(this.#refused), aheadFrom, settled, stopped };
  }
}

function batchRanges(count: number): Range[] {
  const ranges: Range[] = [];
  for (let from = 0; from < count; from += batchSize)
    ranges.push({ from, to: Math.min(from + batchSize, count) });
  return ranges;
}

interface Refused {
  metrics: Metric[];
  reason: string;
}

/** Monasca would silently store seconds as instants in January 1970. */
function refusedHere(given: Metric[]): Refused[] {
  const metrics = given.filter((metric) => !isOfThisCentury(metric));
  return metrics.length > 0
    ? [{ metrics, reason: 'The timestamp is not in milliseconds of this century.' }]
    : [];
}

/** Matches no metric when the server did not tell its time. */
function isAheadOf({ answeredAt }: RefusedByMonascaError) {
  return ({ timestamp }: Metric) => timestamp > answeredAt + farAheadMs;
}

/** Why it is useless to send the same batch again. */
type Problem = PayloadTooLargeError | RefusedByMonascaError;

/** Sends the batch; null when it was taken. Throws what is not about these metrics. */
async function problemOf(call: MonascaCall, batch: Metric[]): Promise<Problem | null> {
  try {
    await call({ method: 'POST', path: '/metrics', json: batch.map(posted), reply: noBody });
    return null;
  } catch (error) {
    if (error instanceof PayloadTooLargeError) return error;
    // A 400 is about the request as a whole, not about a metric in it.
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
