import type { Job } from '../../job/job.ts';
import type { JobProgress } from '../../job/progress.ts';

/** Notes whether the deadline has passed before the job was done. What failed or was cancelled stays as it was before. */
export function withLateness(
  progress: JobProgress,
  { job: { deadlineAt }, now }: { job: Pick<Job, 'deadlineAt'>; now: number },
): JobProgress {
  const { status, finish } = progress;
  if (status === 'FAILED' || status === 'CANCELLED') return progress;
  return { ...progress, isLate: (finish?.at ?? now) > deadlineAt };
}
