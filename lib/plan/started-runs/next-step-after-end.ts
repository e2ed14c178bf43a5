import type { RequestedRun, StartedRuns } from '../../job/execution.ts';
import type { Job } from '../../job/job.ts';
import type { JobProgress, Progress } from '../../job/progress.ts';
import type { Observation, SeenJob } from '../../ports/observation.ts';
import { seenProgress } from '../progress/execution.ts';
import { nextLook, type Step } from '../progress/step.ts';

const nothing: Step = { do: 'nothing' };
const kill: Step = { do: 'kill', taskId: null };
const whileTaskEnds = [0.4, 1.6, 6];
const whileKilled = [0.5, 2, 6, 12];
/** At the next look the job is one that has ended: what goes on of it is looked at. */
const lookNow: Step = { do: 'look-again', afterSeconds: 0.1 };
const killAgainMs = 60_000;
const whileRemoved = [0.3, 1, 3, 8];
const removeAgainMs = 15_000;
/**
 * For how long nothing of a job must have gone on before Chronos is told to delete it. Real servers were stopped by deletes up to
 * half a second after an end and by none after three; the rest is for slower ensembles of ZooKeeper.
 */
export const quietBeforeDeleteMs = 8_000;
/**
 * For how long a call that was given up may still be done: longer than a function may run and a server hold a request. Nothing
 * that is final, such as to free the name of a job, comes earlier.
 */
export const callMayBeDoneMs = 90_000;

/** Takes an ended job from its framework, and frees its name once no call can bring it back. */
export function nextStepAfterEnd(
  job: Job,
  progress: JobProgress,
  observation: Observation,
  now: number,
): Step {
  if (!observation.known) return nothing;
  const isThere = observation.found && observation.ours;
  if (!isThere) return job.retired || isInFlight(progress, now) ? nothing : { do: 'retire' };
  // An app never ends by itself, and what it still does counts no more.
  const known = seenProgress(progress, observation);
  return known.kind === 'looping-app'
    ? remove(progress, now)
    : whileChronosHasIt(known.progress, known.seen, now);
}

/** A framework that is told to remove a job may take a moment. */
function remove({ removedAt }: JobProgress, now: number): Step {
  const isUnderWay = removedAt !== null && now - removedAt < removeAgainMs;
  return isUnderWay ? nextLook(removedAt, now, whileRemoved) : { do: 'remove' };
}

/** Whether a call may still bring the job into the framework. */
function isInFlight({ call }: JobProgress, now: number): boolean {
  return call !== null && now - call.at < callMayBeDoneMs;
}

function whileChronosHasIt(progress: Progress<StartedRuns>, found: SeenJob, now: number): Step {
  const { run, endingRun, quietSince } = progress.execution;
  if (run !== null) return endRun(progress.execution, run, found, now);
  if (endingRun !== null) return nextLook(endingRun.reportedAt, now, whileTaskEnds);
  if (quietSince === null) return lookNow;
  const quietMs = now - quietSince;
  return quietMs >= quietBeforeDeleteMs
    ? remove(progress, now)
    : { do: 'look-again', afterSeconds: (quietBeforeDeleteMs - quietMs) / 1000 };
}

/** A running run is killed. A queued one is not deleted away, which would hold up all that queue behind it: it ends as one that does nothing. */
function endRun(
  { quietedAt }: StartedRuns,
  { killedAt, requestedAt }: RequestedRun,
  found: SeenJob,
  now: number,
): Step {
  const mayKill = killedAt === null || now - killedAt >= killAgainMs;
  switch (found.run) {
    case 'running':
      return mayKill ? kill : nextLook(killedAt ?? now, now, whileKilled);
    case 'queued':
      return quietedAt === null ? { do: 'quiet' } : nothing;
    case 'idle':
      return nextLook(requestedAt, now, [4]);
    case null:
      if (found.statesProblem === undefined) return lookNow;
      return quietedAt === null ? { do: 'quiet' } : mayKill ? kill : nothing;
  }
}
