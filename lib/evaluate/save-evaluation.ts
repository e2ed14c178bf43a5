import type { Job } from '../job/job.ts';
import { isFinished, type JobProgress } from '../job/progress.ts';
import type { Evaluation } from '../plan/plan-evaluation.ts';
import type { Cause } from '../ports/schedules.ts';
import { triedUntil } from './abandon-delivery.ts';
import type { EvaluateDeps } from './evaluate-deps.ts';

const scheduleMarginMs = 12 * 3_600_000;
const scheduleLifeMs = 24 * 3_600_000;
/** For this long after a request to resend metrics, the job may have lost its schedule before: it is created again. */
const resendIsNewMs = 60_000;

/** When the schedule of a job ends by itself, if nobody extends it. */
export const scheduleEnd = (deadlineAt: number, now: number) => Math.max(deadlineAt, now) + scheduleLifeMs;

/** What an evaluation is made for; nobody waits for the schedule of one that is awaited, and who awaits it may not change schedules. */
export interface Occasion {
  cause: Cause | 'look';
  isAwaited: boolean;
}

/** Writes what an evaluation made of a job, if it is worth a write, its point, and when its schedule ends. StaleJobError if another was quicker. */
export async function saveEvaluation(
  deps: EvaluateDeps,
  job: Job,
  evaluation: Evaluation,
  { cause, isAwaited }: Occasion,
): Promise<Job> {
  const { progress, point, foldedRuns, changed } = evaluation;
  const live = !isFinished(progress.status);
  const isEnding = !live && !job.retired;
  // A crash may have kept it from its place; after the last point no other is written that would put it there.
  const isMissed = point !== null || isEnding || (job.pendingPoint?.transitions.length ?? 0) > 0;
  if (job.pendingPoint && isMissed) await deps.store.putPoint(job.spec.jobId, job.pendingPoint);
  const mayTick =
    !isAwaited && (live || deps.now() < triedUntil(progress.lastPointAt, job.resendRequestedAt));
  const next = mayTick ? await keepTicking(deps, job, progress) : progress;
  // Each tick is written, so that a sweep knows of every job that something looks after it.
  const isTick = cause === 'tick' && !job.clean;
  const worthSaving = changed || next !== progress || foldedRuns.length > 0 || isTick;
  if (!worthSaving) return job;
  const saved = { ...next, evaluatedAt: deps.now() };
  const written = await deps.store.save(job, { progress: saved, point, foldedRuns });
  if (point) await deps.store.putPoint(job.spec.jobId, point);
  return written;
}

/** A job with something left to do always has a tick to come: its schedule is extended long before it ends, and a failure holds up nothing else. */
async function keepTicking(
  { schedules, now, log }: EvaluateDeps,
  job: Job,
  progress: JobProgress,
): Promise<JobProgress> {
  const scheduleEndsAt = scheduleEnd(job.deadlineAt, now());
  const isEnough = scheduleEndsAt - progress.scheduleEndsAt <= scheduleMarginMs;
  if (isEnough && !mayBeGone(job, now())) return progress;
  try {
    await schedules.extend(job.spec.jobId, scheduleEndsAt);
    return { ...progress, scheduleEndsAt };
  } catch (error) {
    log.error('schedule not extended; retried later', {
      jobId: job.spec.jobId,
      problem: (error as Error).message,
    });
    return progress;
  }
}

/** The schedule of a job that was told of completely is removed; one whose metrics are to be sent again needs it again. */
function mayBeGone({ retired, metricsSentUpTo, resendRequestedAt, progress }: Job, now: number): boolean {
  const isUnsent = metricsSentUpTo < progress.lastPointAt;
  return retired && isUnsent && resendRequestedAt !== null && now - resendRequestedAt < resendIsNewMs;
}
