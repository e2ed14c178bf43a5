import type { LoopingApp } from '../../job/execution.ts';
import type { Job } from '../../job/job.ts';
import type { SeenApp } from '../../ports/observation.ts';

/** Whether the task of an app may have been told to make no other run, and waits to be ended. */
export function mayRest({ rests }: Pick<Job, 'rests'>, { restsOver }: LoopingApp): boolean {
  return rests > restsOver;
}

/** Whether no run of the app is to be expected: its task rests, or Pacer has suspended it. */
export function isAtRest(job: Pick<Job, 'rests'>, execution: LoopingApp, { app }: SeenApp): boolean {
  return app.instances === 0 ? execution.suspendedAt !== null : mayRest(job, execution);
}

/** The app with the rests that are over: it has no task any more that was told so. */
export function withRestsOver(
  execution: LoopingApp,
  { rests }: Pick<Job, 'rests'>,
  { app, run }: SeenApp,
): LoopingApp {
  const isGone = app.instances === 0 && run === 'idle' && !app.isChanging;
  return isGone ? { ...execution, restsOver: rests } : execution;
}
