import type { JobProgress } from '../../job/job.ts';
import type { SeenJob } from '../../ports/observation.ts';
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
export function settleEnd(progress: JobProgress, found: SeenJob, now: number): JobProgress {
  const known = withOverdueRun(settleEndingRun(progress, found, now), now);
  const isOver = known.run !== null && isRunOver(known, known.run, found, now);
  const run = isOver ? null : known.run;
  const isQuiet = run === null && known.endingRun === null;
  return { ...known, run, quietSince: isQuiet ? (known.quietSince ?? now) : null };
}

/** A task that has reported and does not end is one that runs, and is ended as such. */
function withOverdueRun(progress: JobProgress, now: number): JobProgress {
  const { run, endingRun } = progress;
  if (run !== null || endingRun === null || now - endingRun.reportedAt < endsWithinMs) return progress;
  const { reportedAt: _, ...started } = endingRun;
  const unseen = { runningAt: null, idleAt: null, askedAt: null };
  return { ...progress, endingRun: null, run: { ...started, ...unseen } };
}

function isRunOver(
  progress: JobProgress,
  run: NonNullable<JobProgress['run']>,
  found: SeenJob,
  now: number,
): boolean {
  const isCounted = found.succeeded > run.succeededBefore || found.failed > run.failedBefore;
  if (isCounted || hasEnded(progress, run, found)) return true;
  if (found.run === 'idle') return (found.statesAt ?? now) - run.requestedAt >= startTakesMs;
  const isUnseen = found.run === null && found.statesProblem !== undefined;
  return isUnseen && run.killedAt !== null && now - run.killedAt >= unseenRunMs;
}
