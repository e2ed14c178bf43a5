import { cpusText, howMany, lengthOfTime } from '../../lib/control/wording.ts';
import { at, type DetailedJob } from './shown.ts';
import { type TimeRange, timeRangeOf } from './time-range.ts';

/** An iteration that was completed. */
export interface Iteration {
  endedAt: number;
  seconds: number;
  cpus: number;
}

/** What the plot of the iterations shows. */
export interface Durations {
  range: TimeRange;
  iterations: Iteration[];
  /** The fewest and the most cpus among them; null without iterations. */
  cpus: { least: number; most: number } | null;
  /** The run that failed last. */
  failed: { at: number; exitCode: number } | null;
  /** All that failed. */
  failures: number;
}

export function durationsOf(job: DetailedJob, now: number): Durations {
  const iterations = job.points.flatMap((point) =>
    point.iterations.map(({ endedAt, durationSeconds, cpus }) => ({
      endedAt: at(endedAt),
      seconds: durationSeconds,
      cpus,
    })),
  );
  const cpus = iterations.map((each) => each.cpus);
  const { lastFailure } = job;
  return {
    range: timeRangeOf(job, now),
    iterations,
    cpus: cpus.length > 0 ? { least: Math.min(...cpus), most: Math.max(...cpus) } : null,
    failed: lastFailure ? { at: at(lastFailure.endedAt), exitCode: lastFailure.exitCode } : null,
    failures: job.failures,
  };
}

export function durationsInWords(job: DetailedJob, now: number, model = durationsOf(job, now)): string {
  const { iterations, failures, failed } = model;
  if (iterations.length === 0) return 'No iteration has completed yet.';
  const levels = [...Map.groupBy(iterations, ({ cpus }) => cpus)].sort(([a], [b]) => a - b);
  const medians = levels.map(([cpus, runs]) => `${lengthOfTime(medianOf(runs))} with ${cpusText(cpus)}`);
  const shown = medians.length > 4 ? [...medians.slice(0, 2), '…', ...medians.slice(-2)] : medians;
  const failedText =
    failed && failures > 0
      ? ` ${howMany(failures, 'run')} failed, the last with exit code ${failed.exitCode}.`
      : '';
  return `${howMany(iterations.length, 'iteration')}; medians: ${shown.join(', ')}.${failedText}`;
}

/** Seconds of the one in the middle. */
export function medianOf(iterations: readonly Iteration[]): number {
  const sorted = iterations.map(({ seconds }) => seconds).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
