import type { Execution, RequestedRun, StartedRuns } from '../job/execution.ts';
import type { JobProgress, Progress } from '../job/progress.ts';
import type { Observation, SeenJob } from '../ports/observation.ts';
import type { Context } from './context.ts';
import { seenProgress, withExecution } from './progress/execution.ts';
import { isToChange, type Step } from './progress/step.ts';

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
      return progress.execution.kind === 'looping-app'
        ? progress
        : { ...progress, call: { do: 'resize', at: now } };
    case 'scale':
      return step.instances === 0 ? withSuspension(progress, now) : progress;
    case 'start':
      return withStart(progress, observation, now);
    case 'kill':
      return withKill(progress, now);
    case 'quiet':
      return withQuiet(progress, now);
    case 'remove':
      return { ...progress, removedAt: now };
    default:
      return progress;
  }
}

function withSuspension(progress: JobProgress, suspendedAt: number): JobProgress {
  const { execution } = progress;
  return execution.kind === 'looping-app'
    ? { ...progress, execution: { ...execution, suspendedAt } }
    : progress;
}

function withQuiet(progress: JobProgress, now: number): JobProgress {
  const { execution } = progress;
  if (execution.kind === 'looping-app') return progress;
  return { ...progress, execution: { ...execution, quietedAt: now }, call: { do: 'resize', at: now } };
}

function withKill(progress: JobProgress, killedAt: number): JobProgress {
  return { ...progress, execution: killed(progress.execution, killedAt) };
}

function killed(execution: Execution, killedAt: number): Execution {
  if (execution.kind === 'looping-app')
    return { ...execution, run: execution.run && { ...execution.run, killedAt } };
  const { run, endingRun } = execution;
  if (run !== null) return { ...execution, run: { ...run, killedAt } };
  return { ...execution, endingRun: endingRun && { ...endingRun, killedAt } };
}

/** A start sets the cpus first, where they are to be others. */
function withStart(progress: JobProgress, observation: Observation, now: number): JobProgress {
  if (!observation.known || !observation.found) return progress;
  const known = seenProgress(progress, observation);
  if (known.kind === 'looping-app') return progress;
  const resizes = isToChange(known.seen, progress);
  return {
    ...withExecution(known.progress, { run: requestedRun(known.progress, known.seen, now), failedDue: 0 }),
    ...(resizes ? { call: { do: 'resize', at: now } } : {}),
  };
}

function requestedRun(
  { cpus, execution: { failedDue } }: Progress<StartedRuns>,
  { succeeded, failed }: SeenJob,
  now: number,
): RequestedRun {
  return {
    requestedAt: now,
    runningAt: null,
    idleAt: null,
    killedAt: null,
    askedAt: null,
    cpus,
    succeededBefore: succeeded,
    failedBefore: Math.max(failed, failedDue),
  };
}
