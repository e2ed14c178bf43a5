import { type Execution, isUrgent } from '../../job/execution.ts';
import type { JobProgress } from '../../job/progress.ts';
import type { SeenJob } from '../../ports/observation.ts';

/** The next thing to do for a job; each is safe to do twice. */
export type Step =
  | { do: 'nothing' }
  | { do: 'look-again'; afterSeconds: number }
  | { do: 'submit' }
  | { do: 'resize'; force: boolean }
  /** An app of a paused job has no task; one that goes on has one. */
  | { do: 'scale'; instances: 0 | 1; force: boolean }
  /** With the cpus that the job should have. */
  | { do: 'start' }
  | { do: 'kill'; taskId: string | null }
  /** Of an ended job: its queued run becomes one that does nothing. */
  | { do: 'quiet' }
  /** Takes an ended job from the framework. */
  | { do: 'remove' }
  /** Of an ended job that the framework does not know: frees its name. */
  | { do: 'retire' };

export const sameCpus = (a: number, b: number) => Math.abs(a - b) < 0.001;

/** Whether a job of which this was seen is to be changed before its next run, or while that is queued. */
export function isToChange(seen: SeenJob, { cpus, execution }: JobProgress): boolean {
  return !sameCpus(seen.cpus, cpus) || (seen.isUrgent ?? isUrgent(execution)) !== isUrgent(execution);
}

/** No look of a series comes sooner than this after the one before. */
const leastGapSeconds = 0.05;

/**
 * The next look of a series, whose looks come so many seconds after it began; nothing after the last. However long what is
 * waited for takes, it costs no more looks than these; ticks do the rest.
 */
export function nextLook(beganAt: number, now: number, series: readonly number[]): Step {
  const ageSeconds = (now - beganAt) / 1000;
  const next = series.find((seconds) => seconds > ageSeconds + leastGapSeconds);
  return next === undefined ? { do: 'nothing' } : { do: 'look-again', afterSeconds: next - ageSeconds };
}

/**
 * The least patience with a run, by the failures in a row before it. Perhaps its reports do not get through, and each kill would lose
 * one. After a failure that is tried out. A started run gives its report up after two minutes, ends, and is counted by its framework:
 * beyond that the law's patience, in proportion to an iteration, is enough. A loop repeats its report until it is taken, for longer
 * than an hour in all.
 */
const leastPatienceMs = {
  'started-runs': [10_000, 180_000, 180_000],
  'looping-app': [10_000, 600_000, 3_600_000],
};

/** Whether the task has run for too long to be expected to end. */
export function isHung({ execution, lastEndAt, decision, failuresInRow }: JobProgress, now: number): boolean {
  const leastMs = leastPatienceMs[execution.kind][Math.min(failuresInRow, 2)] ?? 0;
  const hungAfterMs = Math.max(leastMs, (decision?.hungAfterSeconds ?? Number.POSITIVE_INFINITY) * 1000);
  // Without a run it is a task that has reported; it may hang as well.
  const beganAt = runBeganAt(execution) ?? lastEndAt ?? now;
  return now - beganAt > hungAfterMs;
}

/**
 * Since when the run is taken to go on; null without one. The law's age of the run and the patience with it count from here, both:
 * a run that the law gives up is then one that is killed.
 */
export function runBeganAt(execution: Execution): number | null {
  const { run } = execution;
  if (run === null) return null;
  const displacedAt = execution.kind === 'started-runs' ? execution.run?.displacedAt : undefined;
  return Math.max(run.runningAt ?? run.requestedAt, displacedAt ?? 0);
}
