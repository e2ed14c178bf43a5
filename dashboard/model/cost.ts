import { type Believed, beliefOf } from './belief.ts';
import { durationsOf, type Iteration, medianOf } from './durations.ts';
import { at, type DetailedJob } from './shown.ts';
import { isComplete } from './time-range.ts';

/** What a job held, and what others would have: core-seconds. */
export interface Cost {
  held: number;
  /** What its completed iterations held; of an ended job all of it. */
  compared: number;
  /** With the most cpus all the time, until as many iterations are done; null while nothing is measured. */
  atMost: { cpus: number; coreSeconds: number; isBelieved: boolean } | null;
  /** Of an ended job: the fewest cpus that would have done; null where none would, or while it goes on. */
  cheapest: { cpus: number; coreSeconds: number } | null;
}

export function costOf(job: DetailedJob): Cost {
  const { iterations } = durationsOf(job, 0);
  return {
    held: job.coreSeconds,
    compared: comparedOf(job, iterations),
    atMost: atMostOf(job, iterations),
    cheapest: cheapestOf(job, iterations),
  };
}

/** A run that goes on, or that failed, is no iteration that the most cpus would have made either. */
function comparedOf(job: DetailedJob, iterations: readonly Iteration[]): number {
  if (job.finishedAt || !isComplete(job)) return job.coreSeconds;
  return iterations.reduce((sum, { cpus, seconds }) => sum + cpus * seconds, 0);
}

function atMostOf(job: DetailedJob, iterations: readonly Iteration[]): Cost['atMost'] {
  const { max } = job.cpuBounds;
  if (iterations.length === 0) return null;
  const measured = iterations.filter(({ cpus }) => cpus === max);
  const believed = beliefOf(job).curve.at(-1);
  const seconds =
    measured.length >= 3 || !believed ? medianOf(measured.length > 0 ? measured : iterations) : believed.p50;
  return { cpus: max, coreSeconds: seconds * job.completed * max, isBelieved: measured.length < 3 };
}

/** By what the law believes in the end; the pauses between runs are those that the job really had. */
function cheapestOf(job: DetailedJob, iterations: readonly Iteration[]): Cost['cheapest'] {
  if (job.status !== 'COMPLETED') return null;
  const gap = gapOf(iterations);
  const seconds = (at(job.deadlineAt) - at(job.launchedAt)) / 1000;
  const fits = ({ p50 }: Believed) => job.iterations * (p50 + gap) <= seconds;
  const fitting = beliefOf(job).curve.filter(fits);
  const costs = fitting.map(({ cpus, p50 }) => ({ cpus, coreSeconds: cpus * p50 * job.iterations }));
  return costs.sort((a, b) => a.coreSeconds - b.coreSeconds)[0] ?? null;
}

/** Mean seconds between two iterations. */
function gapOf(iterations: readonly Iteration[]): number {
  const gaps = iterations.slice(1).map(({ endedAt, seconds }, i) => {
    const before = iterations[i]?.endedAt ?? endedAt;
    return Math.max(0, (endedAt - before) / 1000 - seconds);
  });
  return gaps.length > 0 ? gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length : 0;
}
