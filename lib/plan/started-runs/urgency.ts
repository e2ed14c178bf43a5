import { isUrgent, type StartedRuns } from '../../job/execution.ts';
import type { JobSpec } from '../../job/job.ts';
import { isFinished, type JobProgress, type Progress } from '../../job/progress.ts';
import type { Context } from '../context.ts';
import { goesFirst } from './contention.ts';

/** Settles whether the runs of a live job go before those of others. An app makes its runs itself. */
export function withUrgency(progress: JobProgress, { job, now }: Pick<Context, 'job' | 'now'>): JobProgress {
  const { execution } = progress;
  if (isFinished(progress.status) || execution.kind === 'looping-app') return progress;
  const urgent = goesFirst(standingOf({ ...progress, execution }, job.spec, now), now);
  return urgent === isUrgent(execution)
    ? progress
    : { ...progress, execution: { ...execution, isUrgent: urgent } };
}

function standingOf(progress: Progress<StartedRuns>, spec: JobSpec, now: number) {
  const { run, waits } = progress.execution;
  const isQueued = run !== null && run.runningAt === null;
  return {
    waits,
    isLost: progress.decision?.outlook === 'cannot-be-met',
    queuedSeconds: isQueued ? (now - run.requestedAt) / 1000 : 0,
    iterationSeconds: progress.lastDurationSeconds ?? spec.iterationDurationSeconds,
  };
}
