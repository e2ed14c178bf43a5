import type { JobProgress, JobSpec, RequestedRun } from '../job/job.ts';
import { countFailure, countHung } from './count-failure.ts';
import type { SeenJob } from './ports.ts';

/** A started run may take this long to appear: longer than any evaluation that is still about to start it. */
const startGraceMs = 20_000;
/** So long must nothing be seen to run before a run of which the framework says nothing counts as lost. */
const idleGraceMs = 8_000;
/** The same for a run that is known to have ended: its report, were there one, is written by then. */
export const reportGraceMs = 1_000;
const queuedTooLongMs = 90_000;
const ceilingHoldsMs = 600_000;
const ceilingFactor = 0.75;

/** What the framework shows of the run that was asked for: running, waiting too long, lost, or finished without a word. */
export function settleRun(progress: JobProgress, found: SeenJob, spec: JobSpec, now: number): JobProgress {
  const { run } = progress;
  if (run === null || found.run === null) return progress;
  if (found.run === 'running') {
    return { ...progress, run: { ...run, runningAt: run.runningAt ?? now, idleAt: null } };
  }
  if (found.run === 'queued') return settleQueued(progress, run, found, spec, now);
  const idleAt = run.idleAt ?? now;
  const isLost = hasEnded(progress, run, found)
    ? now - idleAt >= reportGraceMs
    : now - idleAt >= idleGraceMs && now - run.requestedAt >= startGraceMs;
  return isLost
    ? settleLost(progress, { ...run, idleAt }, found, now)
    : { ...progress, run: { ...run, idleAt } };
}

/**
 * Whether an idle run has ended for sure, so that its report, which is written before its task ends, is here or will not come.
 * A success that the framework counted late may be that of the run before: it says something only beyond the reported ones.
 */
export function hasEnded(
  { completed }: JobProgress,
  run: RequestedRun,
  { succeeded, failed }: SeenJob,
): boolean {
  const hasSucceeded = succeeded > run.succeededBefore && succeeded > completed;
  return run.killedAt !== null || hasSucceeded || failed > run.failedBefore;
}

type IdleRun = RequestedRun & { idleAt: number };

/** The framework may have lost count of a success but never adds one: more successes than reports is a lost report. */
function settleLost(progress: JobProgress, run: IdleRun, found: SeenJob, now: number): JobProgress {
  const idle = { ...progress, run: null, lastEndAt: now, lastFinishedAt: null };
  // Should its report come after all, the run is counted already.
  const counted = {
    ...idle,
    reportsAfter: Math.max(progress.reportsAfter, containerSeconds(progress, run.idleAt)),
  };
  if (found.succeeded > progress.completed) {
    const trouble =
      'A run succeeded but its report never came: it was counted from what the framework shows.';
    return { ...counted, completed: progress.completed + 1, failuresInRow: 0, trouble };
  }
  if (run.killedAt !== null) return countHung(counted, run);
  if (found.failed > run.failedBefore || run.runningAt !== null) {
    return countFailure(counted, 'A run ended without a report: it was killed, or its report was lost.');
  }
  return { ...idle, trouble: 'A started run never appeared in the framework: it is started again.' };
}

/** An instant on the containers' clock, as the last report showed it; 0 when the last run did not report. */
function containerSeconds({ lastFinishedAt, lastEndAt }: JobProgress, at: number): number {
  return lastFinishedAt === null || lastEndAt === null ? 0 : lastFinishedAt + (at - lastEndAt) / 1000;
}

function settleQueued(
  progress: JobProgress,
  run: RequestedRun,
  found: SeenJob,
  spec: JobSpec,
  now: number,
): JobProgress {
  const queued = { ...progress, run: { ...run, idleAt: null } };
  const waitedMs = now - run.requestedAt;
  if (waitedMs < queuedTooLongMs) return queued;
  const problem = `The run has been queued for ${Math.round(waitedMs / 1000)} s: no agent seems to offer ${found.cpus} cpus.`;
  const lowered = now - (progress.ceiling?.setAt ?? 0) < queuedTooLongMs;
  return { ...queued, problem, ceiling: lowered ? progress.ceiling : lowerCeiling(found, spec, now) };
}

function lowerCeiling({ cpus }: SeenJob, { cpus: { min } }: JobSpec, now: number): JobProgress['ceiling'] {
  const lower = Math.max(min, Math.round(cpus * ceilingFactor * 100) / 100);
  return { cpus: lower, setAt: now, untilAt: now + ceilingHoldsMs };
}
