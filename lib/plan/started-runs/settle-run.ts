import type { RequestedRun, StartedRuns } from '../../job/execution.ts';
import type { JobSpec } from '../../job/job.ts';
import type { JobProgress, Progress } from '../../job/progress.ts';
import type { SeenJob } from '../../ports/observation.ts';
import { countFailure, countHung } from '../progress/count-failure.ts';
import { heldBy, withHeld } from '../progress/count-held.ts';
import { withExecution } from '../progress/execution.ts';
import { rememberUnreported } from '../progress/remember-run.ts';
import { expectedSeconds } from './run-states.ts';
import { settleQueued } from './settle-queued.ts';

/** Grace period before an idle run that no counter tells of may be declared lost. */
const idleGraceMs = 8_000;
/** Grace period for a start that got no good answer to show in the framework after all. */
const startGraceMs = 20_000;
/**
 * How many times as long as the last run, or as the user says, one may take that its framework seems to have forgotten: fewer cpus
 * make it slower, and what is said of its length may be off.
 */
const forgottenFactor = 2;
const forgottenGraceMs = 30_000;
/** Grace period for the report of a run that is known to have ended: were there one, it is written by then. */
export const reportGraceMs = 1_000;
/** A task whose run has reported may go on for this long before the framework is believed that it is idle. */
const endingGraceMs = 3_000;
/** The same where nobody can tell whether it is idle. */
const endingUnseenMs = 60_000;

/** What the framework shows of the run that was asked for: running, waiting too long, lost, or finished without a word. */
export function settleRun(
  progress: Progress<StartedRuns>,
  found: SeenJob,
  spec: JobSpec,
  now: number,
): Progress<StartedRuns> {
  const known = settleEndingRun(progress, found, now);
  const run = known.execution.run && asked(known.execution.run, found, now);
  if (run === null) return creditUnreported(known, found);
  const going = (changed: Partial<RequestedRun> = {}) =>
    withExecution(known, { run: { ...run, ...changed } });
  if (hasEnded(known, run, found)) {
    if (goesOn(run, found)) return countOfOthers(known, { ...run, idleAt: null }, found);
    const idleAt = run.idleAt ?? now;
    const isOverdue = now - idleAt >= reportGraceMs;
    return isOverdue ? settleLost(known, run, found, now) : going({ idleAt });
  }
  if (found.run === 'running') return going({ runningAt: run.runningAt ?? now, idleAt: null });
  if (found.run === 'queued') return settleQueued(known, { ...run, idleAt: null }, { found, spec, now });
  return found.run === 'idle' && isFresh(found, run.requestedAt)
    ? settleIdle(known, run, { found, spec, now })
    : going();
}

/** Whether a counter was seen to move, and a moment later the run still goes on: a counter moves when a run is over. */
function goesOn({ idleAt }: RequestedRun, found: SeenJob): boolean {
  const isGoing = found.run === 'running' || found.run === 'queued';
  return idleAt !== null && isGoing && isFresh(found, idleAt);
}

/**
 * Chronos counts a task for whichever job has its name now. A job that was forgotten in a failover leaves a task that goes on; its end
 * is counted for the next job of the name.
 */
function countOfOthers(
  progress: Progress<StartedRuns>,
  run: RequestedRun,
  { succeeded, failed }: SeenJob,
): Progress<StartedRuns> {
  const { ofOthers = { succeeded: 0, failed: 0 } } = progress.execution;
  return withExecution(progress, {
    run,
    ofOthers: {
      succeeded: ofOthers.succeeded + Math.max(0, succeeded - run.succeededBefore),
      failed: ofOthers.failed + Math.max(0, failed - run.failedBefore),
    },
  });
}

function asked(run: RequestedRun, found: SeenJob, now: number): RequestedRun {
  return found.run === null ? run : { ...run, askedAt: now };
}

/** A state that was read before what it is to prove says nothing of it, nor does a leader that knows no job at all so far. */
function isFresh({ statesAt, scheduler }: SeenJob, since: number): boolean {
  return (statesAt === undefined || statesAt > since) && scheduler?.names !== 0;
}

/**
 * Nothing is queued or running and no counter has moved: the run was killed, or never began, or the framework has changed its
 * leader and forgotten what runs. So it is waited for as long as it could still go on.
 */
function settleIdle(
  progress: Progress<StartedRuns>,
  run: RequestedRun,
  { found, spec, now }: { found: SeenJob; spec: JobSpec; now: number },
): Progress<StartedRuns> {
  const idleAt = run.idleAt ?? now;
  // A start that got no good answer was probably not done.
  const isDoubtful = progress.failedStep?.do === 'start';
  const longestMs = isDoubtful
    ? startGraceMs
    : forgottenFactor * expectedSeconds(progress, spec) * 1000 + forgottenGraceMs;
  const mayGoOnUntil = (run.runningAt ?? run.requestedAt) + longestMs;
  const isLost = now - idleAt >= idleGraceMs && now >= mayGoOnUntil;
  return isLost
    ? settleLost(progress, run, found, now)
    : withExecution(progress, { run: { ...run, idleAt } });
}

/** A run that has reported is over when its framework has counted it, or shows that nothing goes on. */
export function settleEndingRun(
  progress: Progress<StartedRuns>,
  found: SeenJob,
  now: number,
): Progress<StartedRuns> {
  const { endingRun } = progress.execution;
  if (endingRun === null) return progress;
  const { succeededBefore, failedBefore, reportedAt } = endingRun;
  const isCounted = found.succeeded > succeededBefore || found.failed > failedBefore;
  const isIdle = found.run === 'idle' && isFresh(found, reportedAt) && now - reportedAt >= endingGraceMs;
  const isUnknown = found.run === null && found.statesProblem !== undefined;
  const isOver = isCounted || isIdle || (isUnknown && now - reportedAt >= endingUnseenMs);
  if (!isOver) return progress;
  // A new leader learns late of a task that had failed: what it counts then is not the run after it.
  const isDue = !isCounted && progress.lastFinishedAt === null;
  return withExecution(progress, { endingRun: null, ...(isDue ? { failedDue: failedBefore + 1 } : {}) });
}

/**
 * Whether a run has ended for sure, so that its report, which is written before its task ends, is here or will not come.
 * A success that was counted late may be that of the run before: it says something only beyond what was counted of runs. Of
 * failures Pacer may have counted more than the framework, which counts no task that was killed.
 */
export function hasEnded({ completed }: JobProgress, run: RequestedRun, found: SeenJob): boolean {
  const hasSucceeded = found.succeeded > run.succeededBefore && found.succeeded > completed;
  const isKilled = run.killedAt !== null && found.run === 'idle' && isFresh(found, run.killedAt);
  return isKilled || hasSucceeded || found.failed > run.failedBefore;
}

const countedWithout =
  'A run succeeded but its report never arrived: it was counted from the counters of the framework.';

/**
 * A success that no report tells of, while no run goes on, is that of a run that was given up: the framework may lose count of
 * successes and never adds one.
 */
function creditUnreported(progress: Progress<StartedRuns>, { succeeded }: SeenJob): Progress<StartedRuns> {
  const { unreported } = progress.execution;
  const credited = unreported.findLast(({ as }) => as !== 'counted');
  if (succeeded <= progress.completed || !credited) return progress;
  const wrongly = credited.as === 'failed' ? 1 : 0;
  return {
    ...withExecution(progress, {
      unreported: unreported.map((each) => (each === credited ? { ...each, as: 'counted' } : each)),
    }),
    completed: progress.completed + 1,
    failures: progress.failures - wrongly,
    failuresInRow: Math.max(0, progress.failuresInRow - wrongly),
    trouble: countedWithout,
  };
}

/** The framework may have lost count of a success but never adds one: more successes than reports is a lost report. */
function settleLost(
  progress: Progress<StartedRuns>,
  run: RequestedRun,
  found: SeenJob,
  now: number,
): Progress<StartedRuns> {
  const { requestedAt } = run;
  const idle = { ...withExecution(progress, { run: null }), lastEndAt: now, lastFinishedAt: null };
  // A counter that moved proves that it ran, seen or not.
  const hasRun = found.failed > run.failedBefore || found.succeeded > run.succeededBefore;
  const seen = hasRun ? { ...run, askedAt: null } : run;
  const coreSeconds = heldBy(seen, { usualCpus: progress.cpus, endedAt: run.idleAt ?? now });
  const held = withHeld(idle, coreSeconds);
  if (found.succeeded > progress.completed && found.succeeded > run.succeededBefore) {
    const counted = { ...held, completed: progress.completed + 1, failuresInRow: 0, trouble: countedWithout };
    return rememberUnreported(counted, { requestedAt, as: 'counted', coreSeconds });
  }
  const hasBegun = run.displacedAt === undefined;
  if (run.killedAt !== null && hasBegun) {
    return rememberUnreported(countHung(held, run), { requestedAt, as: 'failed', coreSeconds });
  }
  const isCounted = found.failed > run.failedBefore;
  if (isCounted || (run.runningAt !== null && hasBegun)) {
    const failed = countFailure(held, 'A run ended without a report: it was killed, or its report was lost.');
    return rememberUnreported(failed, { requestedAt, as: 'failed', coreSeconds });
  }
  const trouble = 'A started run never appeared in the framework: it is started again.';
  return rememberUnreported({ ...idle, trouble }, { requestedAt, as: 'unseen' });
}
