import { ConflictError, UnknownJobError } from '../job/errors.ts';
import type { Job } from '../job/job.ts';
import type { Log, Now } from '../ports/environment.ts';
import type { JobStore, RequestedChange } from '../ports/job-store.ts';
import type { Wake } from '../ports/schedules.ts';

export interface ChangeDeps {
  store: Pick<JobStore, 'load'>;
  /** False when the job is not there or is finished. */
  storeRequestedChange: (jobId: string, change: RequestedChange) => Promise<boolean>;
  wake: Wake;
  log: Log;
  now: Now;
}

/** Requests the cancellation of a job for a caller (an ARN): the next evaluation stops its runs and removes it. Idempotent, also after the end. */
export async function cancelJob(deps: ChangeDeps, jobId: string, caller: string | null): Promise<Job> {
  const stored = await deps.storeRequestedChange(jobId, {
    cancelRequestedAt: deps.now(),
    cancelRequestedBy: caller,
  });
  return changed(deps, jobId, stored);
}

/** Moves the deadline of a live job. */
export async function changeDeadline(deps: ChangeDeps, jobId: string, deadlineAt: number): Promise<Job> {
  const stored = await deps.storeRequestedChange(jobId, { deadlineAt });
  const job = await changed(deps, jobId, stored);
  if (stored) return job;
  throw new ConflictError(
    'job-finished',
    `Job ${jobId} is ${job.progress.status}: its deadline cannot be changed.`,
  );
}

async function changed({ store, wake, log }: ChangeDeps, jobId: string, stored: boolean): Promise<Job> {
  if (stored) {
    await wake(jobId, 'change').catch((error: Error) =>
      log.warn('evaluation not woken; the next tick sees the change', { jobId, problem: error.message }),
    );
  }
  const job = await store.load(jobId);
  if (!job) throw new UnknownJobError(jobId);
  return job;
}
