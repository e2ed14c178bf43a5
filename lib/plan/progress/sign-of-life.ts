import { frameworkTraits } from '../../job/frameworks.ts';
import type { Job } from '../../job/job.ts';

/**
 * The job whose last run was reported again. The next run of a loop begins when that is answered, and not sooner; a start of Chronos
 * may have been dropped, because the task still went on.
 */
export function withSignOfLife(job: Job): Job {
  const { spec, progress, heardAgainAt = 0 } = job;
  const { run, lastEndAt } = progress;
  if (lastEndAt === null || heardAgainAt <= lastEndAt) return job;
  if (frameworkTraits[spec.framework].loops)
    return { ...job, progress: { ...progress, lastEndAt: heardAgainAt } };
  if (run === null || heardAgainAt <= run.requestedAt) return job;
  return { ...job, progress: { ...progress, run: { ...run, displacedAt: heardAgainAt } } };
}
