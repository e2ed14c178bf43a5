import type { RequestedRun, StartedRuns } from '../../job/execution.ts';
import type { JobProgress, Progress } from '../../job/progress.ts';
import type { SeenJob } from '../../ports/observation.ts';
import { withExecution } from '../progress/execution.ts';
import { endsWithinMs } from './run-states.ts';
import { hasEnded, settleEndingRun } from './settle-run.ts';

/** A start that was asked for is queued or running, if it came through, within this time. */
const startTakesMs = 3_000;
/** How long a run that nobody can see is given after its kill. */
const unseenRunMs = 120_000;

/**
 * What still goes on of an ended job of Chronos. To delete a job within seconds of the end or the launch of a run can stop
 * Chronos for everybody, so it is watched until nothing has gone on for a while.
 */
export function settleEnd(
  progress: Progress<StartedRuns>,
  found: SeenJob,
  now: number,
): Progress<StartedRuns> {
  const known = withOverdueRun(settleEndingRun(progress, found, now), now);
  const { run, endingRun, quietSince } = known.execution;
  const isOver = run !== null && isRunOver(known, run, found, now);
  const isQuiet = (run === null || isOver) && endingRun === null;
  return withExecution(known, {
    run: isOver ? null : run,
    quietSince: isQuiet ? (quietSince ?? now) : null,
  });
}

/** A task that has reported and does not end is one that runs, and is ended as such. */
function withOverdueRun(progress: Progress<StartedRuns>, now: number): Progress<StartedRuns> {
  const { run, endingRun } = progress.execution;
  if (run !== null || endingRun === null || now - endingRun.reportedAt < endsWithinMs) return progress;
  const { reportedAt: _, ...started } = endingRun;
  const unseen = { runningAt: null, idleAt: null, askedAt: null };
  return withExecution(progress, { endingRun: null, run: { ...started, ...unseen } });
}

function isRunOver(progress: JobProgress, run: RequestedRun, found: SeenJob, now: number): boolean {
  const isCounted = found.succeeded > run.succeededBefore || found.failed > run.failedBefore;
  if (isCounted || hasEnded(progress, run, found)) return true;
  if (found.run === 'idle') return (found.statesAt ?? now) - run.requestedAt >= startTakesMs;
  const isUnseen = found.run === null && found.statesProblem !== undefined;
  return isUnseen && run.killedAt !== null && now - run.killedAt >= unseenRunMs;
}
