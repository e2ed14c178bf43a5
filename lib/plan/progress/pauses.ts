import type { Job } from '../../job/job.ts';
import { isFinished, type JobProgress } from '../../job/progress.ts';

/** Notes since when the job is paused, and how long the pauses took that are over: a job that ends has no pause any more. */
export function withPauses(
  progress: JobProgress,
  { job, now }: { job: Pick<Job, 'pausedAt' | 'resumedAt' | 'progress'>; now: number },
): JobProgress {
  const { pausedSince: since, finish } = progress;
  if (isFinished(job.progress.status)) return progress;
  const pausedSince = finish === null ? job.pausedAt : null;
  if (pausedSince === since) return progress;
  const until = Math.max(since ?? 0, finish?.at ?? job.resumedAt ?? now);
  const more = since === null ? 0 : (until - since) / 1000;
  return { ...progress, pausedSince, pausedSeconds: progress.pausedSeconds + more };
}
