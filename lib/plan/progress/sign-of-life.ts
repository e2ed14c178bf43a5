import type { Job } from '../../job/job.ts';

/**
 * The job whose last run was reported again. The next run of a loop begins when that is answered, and not sooner; a start of Chronos
 * may have been dropped, because the task still went on.
 */
export function withSignOfLife(job: Job): Job {
  const { progress, heardAgainAt = 0 } = job;
  const { execution, lastEndAt } = progress;
  if (lastEndAt === null || heardAgainAt <= lastEndAt) return job;
  if (execution.kind === 'looping-app') return { ...job, progress: { ...progress, lastEndAt: heardAgainAt } };
  const { run } = execution;
  if (run === null || heardAgainAt <= run.requestedAt) return job;
  const displaced = { ...execution, run: { ...run, displacedAt: heardAgainAt } };
  return { ...job, progress: { ...progress, execution: displaced } };
}
