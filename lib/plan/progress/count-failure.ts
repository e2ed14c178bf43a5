import type { JobProgress, RequestedRun } from '../../job/job.ts';

/** One more run that did not complete its iteration. */
export function countFailure(progress: JobProgress, trouble: string): JobProgress {
  return {
    ...progress,
    failures: progress.failures + 1,
    failuresInRow: progress.failuresInRow + 1,
    trouble,
  };
}

/** The same for a run that was killed. */
export function countHung(progress: JobProgress, { requestedAt, killedAt }: RequestedRun): JobProgress {
  const seconds = Math.round(((killedAt ?? requestedAt) - requestedAt) / 1000);
  return countFailure(progress, `A run was killed after ${seconds} s: it seemed to hang.`);
}
