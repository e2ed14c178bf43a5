import type { EndingRun, RequestedRun } from '../../job/execution.ts';
import type { Job, JobSpec } from '../../job/job.ts';
import type { JobProgress } from '../../job/progress.ts';
import { isFinished } from '../../job/progress.ts';
import { isHung } from '../progress/step.ts';

/** A run is silent when it has not reported after twice its expected length, and after no less and no more than this. */
const silentAfterMs = { least: 20_000, most: 90_000 };
/** A task whose run has reported ends, and is counted by its framework, in less. */
export const endsWithinMs = 10_000;

/**
 * Whether something about the job is so odd that its framework has to be asked what all jobs are doing. The job itself and the
 * reports tell nearly everything, and at a size that does not grow with the cluster.
 */
export function needsRunStates({ spec, progress, inbox }: Job, now: number): boolean {
  const { execution } = progress;
  // An app shows the state of its task itself.
  if (execution.kind === 'looping-app') return false;
  const { run, endingRun } = execution;
  // Also of a retired one: a failover of its framework may bring it back, with an unknown run.
  if (isFinished(progress.status)) return run !== null || isOverdue(endingRun, now);
  if (Object.keys(inbox).length > 0) return false;
  return run === null ? isOverdue(endingRun, now) : isSilent(progress, run, { spec, now });
}

function isOverdue(endingRun: EndingRun | null, now: number): boolean {
  return endingRun !== null && now - endingRun.reportedAt >= endsWithinMs;
}

/** A run that is seen to run is asked for again when it is twice as old; one that is not, or that a counter says is over, at each look. */
function isSilent(
  progress: JobProgress,
  run: RequestedRun,
  { spec, now }: { spec: JobSpec; now: number },
): boolean {
  if (run.killedAt !== null || run.idleAt !== null) return true;
  const ageMs = now - run.requestedAt;
  const isDoubtful = progress.failedStep?.do === 'start';
  if (ageMs < (isDoubtful ? silentAfterMs.least : silentAfter(expectedSeconds(progress, spec)))) return false;
  if (run.runningAt === null || run.askedAt === null) return true;
  return ageMs >= 2 * (run.askedAt - run.requestedAt) || isHung(progress, now);
}

function silentAfter(expected: number): number {
  const { least, most } = silentAfterMs;
  return Math.min(most, Math.max(least, 2000 * expected));
}

/** About how long a run takes: as long as the last one, or as the user says. */
export function expectedSeconds({ lastDurationSeconds }: JobProgress, spec: JobSpec): number {
  return lastDurationSeconds ?? spec.iterationDurationSeconds;
}
