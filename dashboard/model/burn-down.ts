import { besideDeadline, howMany, percent } from '../../lib/control/wording.ts';
import { type Pause, pausesInWords, pausesOf } from './pauses.ts';
import { type Resize, resizesOf } from './resizes.ts';
import { at, type DetailedJob, type ShownPoint } from './shown.ts';
import { isComplete, type TimeRange, timeRangeOf } from './time-range.ts';
import { clockText } from './time-text.ts';

/** Iterations that are left from an instant on, until the next step. */
export interface BurnStep {
  at: number;
  left: number;
}

/** What the burn-down shows. Instants are epoch milliseconds. */
export interface BurnDown {
  range: TimeRange;
  /** All iterations of the job. */
  iterations: number;
  steps: BurnStep[];
  /** From where the forecast starts, and the quantiles of the end. */
  forecast: { from: BurnStep; p10: number; p50: number; p90: number } | null;
  deadlineAt: number;
  /** Deadlines that the job had before. */
  earlierDeadlines: number[];
  resizes: (Resize & { left: number })[];
  pauses: Pause[];
  now: number | null;
}

export function burnDownOf(job: DetailedJob, now: number): BurnDown {
  const steps = stepsOf(job);
  const last = steps.at(-1) ?? { at: at(job.launchedAt), left: job.iterations };
  const from = { at: job.finishedAt ? last.at : Math.max(last.at, now), left: last.left };
  return {
    range: timeRangeOf(job, now),
    iterations: job.iterations,
    steps: job.finishedAt ? steps : [...steps, from],
    forecast: forecastOf(job, from),
    deadlineAt: at(job.deadlineAt),
    earlierDeadlines: earlierDeadlinesOf(job),
    resizes: resizesOf(job).map((resize) => ({ ...resize, left: leftAt(steps, resize.at) })),
    pauses: pausesOf(job, now),
    now: job.finishedAt ? null : now,
  };
}

function stepsOf(job: DetailedJob): BurnStep[] {
  const launched = {
    at: at(job.launchedAt),
    left: job.points[0] ? iterationsIn(job.points[0]) : job.iterations,
  };
  const steps = job.points.flatMap(pointSteps);
  const all = isComplete(job) ? [launched, ...steps] : steps;
  const sorted = all.sort((a, b) => a.at - b.at || b.left - a.left);
  // The line stays where nothing has changed: only the last such step says more, until when that is known.
  return sorted.filter(({ left }, i) => i === sorted.length - 1 || left !== sorted[i - 1]?.left);
}

function iterationsIn({ completed, remaining }: ShownPoint): number {
  return completed + remaining;
}

/** Each iteration is a step where it ended; the point itself has what an operator may have changed besides. */
function pointSteps({ at: seenAt, remaining, iterations }: ShownPoint): BurnStep[] {
  const ended = iterations.map(({ endedAt }, i) => ({
    at: Math.min(at(endedAt), at(seenAt)),
    left: remaining + iterations.length - 1 - i,
  }));
  return [...ended, { at: at(seenAt), left: remaining }];
}

/** Of steps in their order. A job has up to 500 changes among 1,000 steps, so the place is found by halving. */
function leftAt(steps: readonly BurnStep[], instant: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.at ?? 0) <= instant) low = middle + 1;
    else high = middle;
  }
  return steps[Math.max(0, low - 1)]?.left ?? 0;
}

function forecastOf({ forecast, finishedAt }: DetailedJob, from: BurnStep): BurnDown['forecast'] {
  if (!forecast || finishedAt) return null;
  const { p10, p50, p90 } = forecast.finishAt;
  return {
    from,
    p10: Math.max(at(p10), from.at),
    p50: Math.max(at(p50), from.at),
    p90: Math.max(at(p90), from.at),
  };
}

function earlierDeadlinesOf({ points, deadlineAt }: DetailedJob): number[] {
  const all = new Set(points.map((point) => at(point.deadlineAt)));
  all.delete(at(deadlineAt));
  return [...all];
}

/** The plot in words, for those who do not see it. */
export function burnDownInWords(job: DetailedJob, now: number, model = burnDownOf(job, now)): string {
  const { forecast, resizes, deadlineAt, pauses } = model;
  const done = `${job.completed} of ${howMany(job.iterations, 'iteration')} are done.`;
  const due = `The deadline is ${clockText(deadlineAt, now)}.`;
  const changed = resizes.length === 0 ? 'never changed' : `changed ${howMany(resizes.length, 'time')}`;
  const changes = `The cpus ${changed} in what is shown.${pausesInWords(pauses)}`;
  if (job.finishedAt)
    return `${done} The job ended ${besideDeadline(at(job.finishedAt), deadlineAt)}. ${changes}`;
  if (!forecast) return `${done} ${due} There is no forecast at the moment. ${changes}`;
  const chance = percent(job.forecast?.onTimeProbability ?? 0);
  const end = `The last one will probably end at ${clockText(forecast.p50, now)}, ${besideDeadline(forecast.p50, deadlineAt)}`;
  const band = `with 80 % probability between ${clockText(forecast.p10, now)} and ${clockText(forecast.p90, now)}`;
  return `${done} ${due} ${end} (${band}). It is on time with ${chance} probability. ${changes}`;
}
