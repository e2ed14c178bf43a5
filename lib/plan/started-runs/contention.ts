import type { HeldRun, QueueWaits, StartedRuns } from '../../job/execution.ts';
import { enqueuedAtOf, type Report } from '../../job/report.ts';

/** Two rounds of offers: a run that waits for longer than usual by this did not find room in the first of them. */
const waitedSeconds = 10;
/** What counts as usual at most. If all runs wait for longer than this, the cluster has been full from the beginning. */
const usualMostSeconds = 20;
/** A job that had to wait goes first for this long: a run that went first, and so did not wait, is no sign of room. */
const contendedMs = 3_600_000;
/** A run that waits for so many iterations goes first, whatever its job, so that none is starved; but not before this time. */
const patienceIterations = 10;
const patienceLeastSeconds = 120;

/** The waits with one more, of a run that started at `at` (epoch milliseconds). */
export function withWait(waits: QueueWaits | undefined, lastSeconds: number, at: number): QueueWaits {
  const leastSeconds = Math.min(lastSeconds, waits?.leastSeconds ?? lastSeconds);
  const contendedAt = waits?.contendedAt ?? null;
  const next = { lastSeconds, leastSeconds, contendedAt };
  return hadToWait(next) ? { ...next, contendedAt: at } : next;
}

/** The waits with that of a run that has reported. A run whose request is not known leaves them as they are. */
export function withReport({ run, waits }: StartedRuns, report: Report, now: number): QueueWaits | undefined {
  const requestedAt = enqueuedAtOf(report.run) ?? run?.requestedAt;
  if (requestedAt === undefined) return waits;
  const queuedSeconds = Math.max(0, Math.round(report.startedAt * 10 - requestedAt / 100) / 10);
  return withWait(waits, queuedSeconds + (run?.heldSeconds ?? 0), now);
}

/** Whether the next run has been held at the gate for longer than an offer takes. */
export function isHeldLong(held: HeldRun | undefined, now: number): boolean {
  return held !== undefined && now - held.since > 1000 * waitedSeconds;
}

/** Whether the last run had to wait for others that held the room, rather than for an offer and its image. */
export function hadToWait(waits: QueueWaits | undefined): boolean {
  if (waits === undefined) return false;
  return waits.lastSeconds > waitedSeconds + Math.min(waits.leastSeconds, usualMostSeconds);
}

/** What decides whether a job's runs go before those of others. */
export interface Standing {
  waits: QueueWaits | undefined;
  /** Whether its deadline cannot be met. */
  isLost: boolean;
  /** How long its run has been queued; 0 without one. */
  queuedSeconds: number;
  iterationSeconds: number;
}

/**
 * Whether the job's runs go before those of others: where runs have to wait, those of jobs that can be on time do. Where nothing waits
 * nothing changes. A queued run is judged by the instant of its request: it does not lose its place because the wait is long.
 */
export function goesFirst(
  { waits, isLost, queuedSeconds, iterationSeconds }: Standing,
  now: number,
): boolean {
  const patience = Math.max(patienceLeastSeconds, patienceIterations * iterationSeconds);
  if (queuedSeconds > patience) return true;
  const contendedAt = waits?.contendedAt ?? null;
  const requestedAt = now - 1000 * queuedSeconds;
  return !isLost && contendedAt !== null && requestedAt - contendedAt < contendedMs;
}
