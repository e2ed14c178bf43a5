import { frameworkTraits } from '../../job/frameworks.ts';
import type { Job } from '../../job/job.ts';

/** The job whose loop was heard again: its next run begins when the report of the one before is answered, and not sooner. */
export function withSignOfLife(job: Job): Job {
  const { spec, progress, heardAgainAt = 0 } = job;
  const isLater = progress.lastEndAt !== null && heardAgainAt > progress.lastEndAt;
  if (!isLater || !frameworkTraits[spec.framework].loops) return job;
  return { ...job, progress: { ...progress, lastEndAt: heardAgainAt } };
}
