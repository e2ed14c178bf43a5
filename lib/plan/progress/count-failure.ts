import type { Execution, GoingRun } from '../../job/execution.ts';
import type { Progress } from '../../job/progress.ts';

/** One more run that did not complete its iteration. */
export function countFailure<E extends Execution>(progress: Progress<E>, trouble: string): Progress<E> {
  return {
    ...progress,
    failures: progress.failures + 1,
    failuresInRow: progress.failuresInRow + 1,
    trouble,
  };
}

/** The same for a run that was killed. */
export function countHung<E extends Execution>(
  progress: Progress<E>,
  { requestedAt, killedAt }: GoingRun,
): Progress<E> {
  const seconds = Math.round(((killedAt ?? requestedAt) - requestedAt) / 1000);
  return countFailure(progress, `A run was killed after ${seconds} s: it seemed to hang.`);
}
