import { ChronosError } from './api-error.ts';
import type { Chronos } from './chronos.ts';
import type { ChronosJob } from './job.ts';
import { invalidFormat } from './joda-date.ts';
import { parseStart } from './schedule.ts';

/** What the job shows as its state: idle, queued, or running in the words of its version. */
export function runState(chronos: Chronos, jobName: string): string {
  const running = runningTasks(chronos, jobName);
  if (running > 0) return chronos.dialect.runningState(running);
  return chronos.queued.has(jobName) ? 'queued' : 'idle';
}

export const runningTasks = (chronos: Chronos, jobName: string): number =>
  [...chronos.tasks.values()].filter((task) => task.jobName === jobName && task.isRunning).length;

/** How the last run of a job that ended did. Throws an ChronosError if it has two dates and one of them is none. */
export function lastOutcome({ lastSuccess, lastError }: ChronosJob): 'fresh' | 'success' | 'failure' {
  if (lastSuccess === '') return lastError === '' ? 'fresh' : 'failure';
  if (lastError === '') return 'success';
  return moment(lastSuccess) > moment(lastError) ? 'success' : 'failure';
}

/** A date in a job, ms since 1970. Throws an ChronosError for what is no date. */
function moment(text: string): number {
  const at = parseStart(text, '')?.startAt;
  if (at === undefined) throw new ChronosError('requirement', invalidFormat(text));
  return at;
}
