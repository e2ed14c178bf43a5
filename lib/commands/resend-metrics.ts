import { UnknownJobError } from '../job/errors.ts';
import type { Job } from '../job/job.ts';
import type { Log, Now } from '../ports/environment.ts';
import type { JobStore, Resend } from '../ports/job-store.ts';
import type { Wake } from '../ports/schedules.ts';

export interface ResendDeps {
  store: Pick<JobStore, 'load' | 'reopen'>;
  /** Points after `upTo` (epoch milliseconds) count as not sent from `at` on; false when the job is not there. */
  storeResend: (jobId: string, resend: Resend) => Promise<boolean>;
  wake: Wake;
  log: Log;
  now: Now;
}

/**
 * Has what a job measured since an instant (epoch milliseconds) sent to Monasca again, also when it has ended: what Monasca
 * took it may have lost. Its alarm hears nothing again. Safe to repeat; throws when nobody could be woken to do it.
 */
export async function resendMetrics(deps: ResendDeps, jobId: string, since: number): Promise<Job> {
  const isStored = await deps.storeResend(jobId, { upTo: Math.max(0, since - 1), at: deps.now() });
  const job = isStored ? await deps.store.load(jobId) : null;
  if (!job) throw new UnknownJobError(jobId);
  if (job.clean) await deps.store.reopen(jobId);
  // A job that has ended may have no tick to come that would see it.
  await deps.wake(jobId, 'change');
  deps.log.info('metrics will be sent again', { jobId, since: new Date(since).toISOString() });
  return job;
}
