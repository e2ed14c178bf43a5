import { allDone, howMany } from '../../control/wording.ts';
import type { Job } from '../../job/job.ts';
import type { Finish, JobProgress, JobStatus } from '../../job/progress.ts';
import { isFinished } from '../../job/progress.ts';
import { heldBy, withHeld } from './count-held.ts';

/** Ends the job whose iterations are done, that was cancelled, or that fails too often. */
export function endJob(
  progress: JobProgress,
  { job: { spec, cancelRequestedAt, cancelRequestedBy }, now }: { job: Job; now: number },
): JobProgress {
  if (isFinished(progress.status)) return progress;
  const { completed, failuresInRow, lastFinishedAt } = progress;
  if (completed >= spec.iterations) {
    const at = Math.min(now, Math.round((lastFinishedAt ?? now / 1000) * 1000));
    const sentence = allDone(spec.iterations);
    return finish(progress, 'COMPLETED', { at, reason: 'all-iterations-done', sentence });
  }
  if (cancelRequestedAt !== null) {
    const by = cancelRequestedBy === null ? '' : ` by ${cancelRequestedBy}`;
    const sentence = `Cancelled${by} with ${completed} of ${howMany(spec.iterations, 'iteration')} done.`;
    return finish(progress, 'CANCELLED', { at: now, reason: 'cancelled', sentence });
  }
  if (failuresInRow >= spec.maxFailures) {
    const sentence = `${failed(failuresInRow)} ${progress.trouble ?? ''}`.trim();
    return finish(progress, 'FAILED', { at: now, reason: 'too-many-failures', sentence });
  }
  return progress;
}

function failed(inRow: number): string {
  return inRow === 1 ? 'A run failed.' : `${inRow} runs failed in a row.`;
}

/** The job as it ends, with what its run has held so far. What still runs of it is kept in mind until it is taken from its framework. */
export function finish(progress: JobProgress, status: JobStatus, end: Finish): JobProgress {
  const { cpus: usualCpus, execution } = progress;
  const held = execution.run === null ? 0 : heldBy(execution.run, { usualCpus, endedAt: end.at });
  return { ...withHeld(progress, held), status, finish: end, problem: null, failedStep: null, trouble: null };
}
