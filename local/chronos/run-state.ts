import type { Chronos } from './chronos.ts';
import type { ChronosJob } from './job.ts';

/** What the job shows as its state: idle, queued, or running in the words of its version. */
export function runState(chronos: Chronos, jobName: string): string {
  const running = runningTasks(chronos, jobName);
  if (running > 0) return chronos.dialect.runningState(running);
  return chronos.queued.has(jobName) ? 'queued' : 'idle';
}

export const runningTasks = (chronos: Chronos, jobName: string): number =>
  [...chronos.tasks.values()].filter((task) => task.jobName === jobName && task.isRunning).length;

/** How the last run of a job that ended did. */
export function lastOutcome({ lastSuccess, lastError }: ChronosJob): 'fresh' | 'success' | 'failure' {
  if (lastSuccess === '' && lastError === '') return 'fresh';
  // Both are in the same fixed form, so that the later text is the later moment.
  return lastSuccess >= lastError ? 'success' : 'failure';
}
