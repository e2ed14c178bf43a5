import { type ChronosJob, isScheduled } from './job.ts';
import { parseSchedule, parseStart } from './schedule.ts';

/** The job after a run that succeeded; one with no launches left is disabled, and stays. */
export function afterSuccess(job: ChronosJob, now: number): ChronosJob {
  const isExhausted =
    isScheduled(job) && parseSchedule(job.schedule, job.scheduleTimeZone, now)?.repetitions === 0;
  return {
    ...job,
    successCount: job.successCount + 1,
    errorsSinceLastSuccess: 0,
    lastSuccess: new Date(now).toISOString(),
    disabled: job.disabled || isExhausted,
  };
}

/** Whether a failed attempt is tried again: after a final failure, no more until there was a success. */
export const isRetried = (job: ChronosJob, attempt: number): boolean =>
  attempt < job.retries && (job.lastError === '' || hadRecentSuccess(job));

/** Dates that cannot be read are no success. */
function hadRecentSuccess({ lastSuccess, lastError }: ChronosJob): boolean {
  const [success, error] = [parseStart(lastSuccess, ''), parseStart(lastError, '')];
  return success !== undefined && error !== undefined && success.startAt >= error.startAt;
}

/** The job after a failure that is not retried. It is enabled, even if somebody disabled it while it ran. */
export function afterFinalFailure(job: ChronosJob, now: number): ChronosJob {
  return {
    ...job,
    errorCount: job.errorCount + 1,
    errorsSinceLastSuccess: job.errorsSinceLastSuccess + 1,
    lastError: new Date(now).toISOString(),
    disabled: false,
  };
}
