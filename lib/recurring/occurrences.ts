import type { PendingOccurrence, RecurringJob, Verdict } from './recurring-job.ts';

/** So many occurrences are kept. */
export const keptOccurrences = 20;
/** A launch that fails is tried again after this long, which doubles. */
const firstPauseMs = 60_000;
/** For how long it is tried again, or until its deadline, if that is earlier. */
const triedForMs = 3_600_000;

/** The occurrence for an instant is to be launched under new ids; null when it is late, comes again, or the job is paused. */
export function taken(
  recurring: RecurringJob,
  scheduledAt: number,
  { id, jobId }: Pick<PendingOccurrence, 'id' | 'jobId'>,
): RecurringJob | null {
  const { pausedAt, lastScheduledAt, pending } = recurring;
  if (pausedAt !== null || pending !== null || scheduledAt <= (lastScheduledAt ?? 0)) return null;
  const next: PendingOccurrence = {
    id,
    scheduledAt,
    jobId,
    tries: 0,
    nextTryAt: 0,
    problem: null,
    hasWaited: false,
    verdict: null,
  };
  return { ...recurring, lastScheduledAt: scheduledAt, pending: next };
}

/** The pending occurrence has launched its job. */
export function started(recurring: RecurringJob, { scheduledAt, jobId }: PendingOccurrence): RecurringJob {
  return ended(recurring, { scheduledAt, outcome: 'started', jobId });
}

/** It has launched none, and that was told. */
export function toldOf(
  recurring: RecurringJob,
  { scheduledAt }: PendingOccurrence,
  { outcome, sentence }: Verdict,
): RecurringJob {
  return ended(recurring, { scheduledAt, outcome, sentence });
}

function ended(recurring: RecurringJob, latest: RecurringJob['occurrences'][number]): RecurringJob {
  const occurrences = [latest, ...recurring.occurrences].slice(0, keptOccurrences);
  return { ...recurring, pending: null, occurrences };
}

/** It waits for the job before. */
export function waiting(pending: PendingOccurrence, problem: string): PendingOccurrence {
  return { ...pending, problem, hasWaited: true };
}

/** A launch failed; the next one comes later, and under another id where a failed job has this one. */
export function tryFailed(
  pending: PendingOccurrence,
  { problem, now, jobId }: { problem: string; now: number; jobId: string },
): PendingOccurrence {
  const tries = pending.tries + 1;
  const { firstFailedAt = now } = pending;
  const nextTryAt = now + firstPauseMs * 2 ** pending.tries;
  return { ...pending, tries, firstFailedAt, nextTryAt, problem, jobId };
}

/** Whether there is no point in another try. One in the queue waits for as long as it takes, and is tried for just as long then. */
export function isGivenUp(recurring: RecurringJob, pending: PendingOccurrence, now: number): boolean {
  const { scheduledAt, firstFailedAt = now } = pending;
  const from = hasQueued(recurring, pending) ? firstFailedAt : scheduledAt;
  return now >= from + Math.min(recurring.deadlineSeconds * 1000, triedForMs);
}

/** When its job must be done. One that waited its turn in the queue has its whole time from then on. */
export function deadlineOf(recurring: RecurringJob, pending: PendingOccurrence, now: number): number {
  const from = hasQueued(recurring, pending) ? now : pending.scheduledAt;
  return from + recurring.deadlineSeconds * 1000;
}

function hasQueued({ schedule }: RecurringJob, { hasWaited }: PendingOccurrence): boolean {
  return schedule.overlap === 'queue' && hasWaited;
}
