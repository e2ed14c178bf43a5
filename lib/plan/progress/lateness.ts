import type { Job } from '../../job/job.ts';
import type { JobProgress } from '../../job/progress.ts';

/**
 * Notes whether the deadline has passed before the job was done. What failed or was cancelled stays as it was before. A paused job
 * stays late when its deadline is moved: until it goes on, nobody knows how it stands beside the new one.
 */
export function withLateness(
  progress: JobProgress,
  { job: { deadlineAt, pausedAt }, now }: { job: Pick<Job, 'deadlineAt' | 'pausedAt'>; now: number },
): JobProgress {
  const { status, finish, isLate } = progress;
  if (status === 'FAILED' || status === 'CANCELLED') return progress;
  if (finish === null && pausedAt !== null && isLate) return progress;
  return { ...progress, isLate: (finish?.at ?? now) > deadlineAt };
}
