import type { JobProgress, JobSpec, RequestedRun } from '../job/job.ts';
import { countFailure } from './fold-reports.ts';
import type { Observation } from './ports.ts';

/** A started run may take this long to appear: longer than any evaluation that is still about to start it. */
const startGraceMs = 20_000;
/** So long must nothing be seen to run before a run of which the framework says nothing counts as lost. */
const idleGraceMs = 8_000;
const queuedTooLongMs = 90_000;
const ceilingHoldsMs = 600_000;
const ceilingFactor = 0.75;

export type Found = Extract<Observation, { found: true }>;

/** What the framework shows of the run that was asked for: running, waiting too long, lost, or finished without a word. */
export function settleRun(progress: JobProgress, found: Found, spec: JobSpec, now: number): JobProgress {
  const { run } = progress;
  if (run === null) return progress;
  if (found.run === 'running') {
    return { ...progress, run: { ...run, runningAt: run.runningAt ?? now, idleAt: null } };
  }
  if (found.run === 'queued') return settleQueued(progress, run, found, spec, now);
  const idle = { ...progress, run: null, lastEndAt: now, lastFinishedAt: null };
  if (run.killedAt !== null) return countFailure(idle, hungTrouble(run));
  if (!isLost(run, found, now)) return { ...progress, run: { ...run, idleAt: run.idleAt ?? now } };
  return settleLost(progress, run, found, now);
}

/** Whether the framework has counted the end of the run. */
export function hasEnded(run: RequestedRun, { succeeded, failed }: Found): boolean {
  return succeeded > run.succeededBefore || failed > run.failedBefore;
}

/** A report is written before its task ends: once nothing was seen to run, a report that is not there will not come. */
function isLost(run: RequestedRun, found: Found, now: number): boolean {
  if (run.idleAt === null) return false;
  if (hasEnded(run, found)) return now > run.idleAt;
  return now - run.idleAt >= idleGraceMs && now - run.requestedAt >= startGraceMs;
}

/** The framework may have lost count of a success but never adds one: more successes than reports is a lost report. */
function settleLost(progress: JobProgress, run: RequestedRun, found: Found, now: number): JobProgress {
  const idle = { ...progress, run: null, lastEndAt: now, lastFinishedAt: null };
  if (found.succeeded > progress.completed) {
    const trouble =
      'A run succeeded but its report never came: it was counted from what the framework shows.';
    return { ...idle, completed: progress.completed + 1, failuresInRow: 0, trouble };
  }
  if (found.failed > run.failedBefore || run.runningAt !== null) {
    return countFailure(idle, 'A run ended without a report: it was killed, or its report was lost.');
  }
  return { ...idle, trouble: 'A started run never appeared in the framework: it is started again.' };
}

function settleQueued(
  progress: JobProgress,
  run: RequestedRun,
  found: Found,
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

function lowerCeiling({ cpus }: Found, { cpus: { min } }: JobSpec, now: number): JobProgress['ceiling'] {
  const lower = Math.max(min, Math.round(cpus * ceilingFactor * 100) / 100);
  return { cpus: lower, setAt: now, untilAt: now + ceilingHoldsMs };
}

function hungTrouble({ requestedAt, killedAt }: RequestedRun): string {
  return `A run was killed after ${Math.round(((killedAt ?? requestedAt) - requestedAt) / 1000)} s: it seemed to hang.`;
}
