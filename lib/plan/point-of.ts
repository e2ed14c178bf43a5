import type { Job, Point } from '../job/job.ts';
import { isFinished, type JobProgress } from '../job/progress.ts';
import { sameCpus } from './progress/step.ts';
import { transitionsOf } from './progress/transitions.ts';

/** The point of an evaluation; null when nothing changed that would be drawn or measured. */
export function pointOf(
  progress: JobProgress,
  iterations: Point['iterations'],
  { job, now }: { job: Job; now: number },
): Point | null {
  const was = job.progress;
  const transitions = transitionsOf(was, progress);
  const hasNews =
    progress.status !== was.status ||
    progress.completed !== was.completed ||
    progress.failures !== was.failures ||
    progress.pausedSince !== was.pausedSince ||
    !sameCpus(progress.cpus, was.cpus) ||
    progress.decision?.outlook !== was.decision?.outlook ||
    transitions.length > 0;
  if (!hasNews) return null;
  return {
    at: Math.max(now, was.lastPointAt + 1),
    status: progress.status,
    completed: progress.completed,
    remaining: job.spec.iterations - progress.completed,
    cpus: progress.cpus,
    deadlineAt: job.deadlineAt,
    coreSeconds: progress.coreSeconds,
    ...(progress.finish ? { finishedAt: progress.finish.at } : {}),
    ...(progress.pausedSince === null ? {} : { pausedAt: progress.pausedSince }),
    iterations,
    // What was forecast before a pause holds no more.
    decision: job.pausedAt === null || progress.finish ? progress.decision : null,
    transitions,
    ...(isFinished(was.status) ? {} : endOf(progress, job)),
  };
}

function endOf({ status, finish }: JobProgress, { cancelRequestedBy }: Job): Pick<Point, 'ended'> {
  if (finish === null) return {};
  const cancelledBy = status === 'CANCELLED' ? cancelRequestedBy : null;
  return { ended: { reason: finish.reason, sentence: finish.sentence, cancelledBy } };
}
