import type { JobProgress, RequestedRun } from '../job/job.ts';
import type { Observation, SeenJob } from './ports.ts';
import { type Step, sameCpus } from './step.ts';

/** What must be written before the step is done, so that a crash between the two is seen afterwards. */
export function withStepRecorded(
  step: Step,
  progress: JobProgress,
  observation: Observation,
  now: number,
): JobProgress {
  switch (step.do) {
    case 'submit':
    case 'resize':
      return { ...progress, call: { do: step.do, at: now } };
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
