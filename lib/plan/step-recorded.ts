import type { JobProgress, RequestedRun } from '../job/job.ts';
import type { Observation, SeenJob } from '../ports/observation.ts';
import type { Context } from './context.ts';
import { type Step, sameCpus } from './progress/step.ts';

/** What must be written before the step is done, so that a crash between the two is seen afterwards. */
export function withStepRecorded(
  progress: JobProgress,
  step: Step,
  { observation, now }: Pick<Context, 'observation' | 'now'>,
): JobProgress {
  switch (step.do) {
    case 'submit':
      return { ...progress, call: { do: 'submit', at: now } };
    case 'resize':
      // To change an app never makes one; a job of Chronos is put back whole.
      return isApp(observation) ? progress : { ...progress, call: { do: 'resize', at: now } };
    case 'start':
      return withStart(progress, observation, now);
    case 'kill':
      return withKill(progress, now);
    case 'quiet':
      return { ...progress, quietedAt: now, call: { do: 'resize', at: now } };
    case 'remove':
      return { ...progress, removedAt: now };
    default:
      return progress;
  }
}

function isApp(observation: Observation): boolean {
  return observation.known && observation.found && 'app' in observation;
}

function withKill(progress: JobProgress, killedAt: number): JobProgress {
  const { run, endingRun } = progress;
  if (run !== null) return { ...progress, run: { ...run, killedAt } };
  return endingRun === null ? progress : { ...progress, endingRun: { ...endingRun, killedAt } };
}

/** A start sets the cpus first, where they are to be others. */
function withStart(progress: JobProgress, observation: Observation, now: number): JobProgress {
  if (!observation.known || !observation.found || 'app' in observation) return progress;
  const resizes = !sameCpus(observation.cpus, progress.cpus);
  return {
    ...progress,
    run: requestedRun(observation, now),
    ...(resizes ? { call: { do: 'resize', at: now } } : {}),
  };
}

function requestedRun({ succeeded, failed }: SeenJob, now: number): RequestedRun {
  return {
    requestedAt: now,
    runningAt: null,
    idleAt: null,
    killedAt: null,
    askedAt: null,
    succeededBefore: succeeded,
    failedBefore: failed,
  };
}
