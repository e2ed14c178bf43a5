import type { Job } from '../job/job.ts';
import { isRemoved } from '../job/monitored.ts';
import type { EvaluateDeps } from './evaluate-deps.ts';

/** Longer than from one tick to the next. */
const beforeEndMs = 1_800_000;
/** How long after a job has ended clean-up and metric delivery are still retried; then they are abandoned. */
const cleaningMs = 7 * 24 * 3_600_000;
const pageSize = 200;
const mostCounted = 1_000;

/** Until when (epoch milliseconds) a finished job is tried; anew since somebody wanted its metrics to be sent again. */
export function triedUntil(lastPointAt: number, resendRequestedAt: number | null): number {
  return Math.max(lastPointAt, resendRequestedAt ?? 0) + cleaningMs;
}

/**
 * Whether a finished job was tried for long enough, or its schedule is about to end by itself, although Monasca does not know all
 * of it. Then the log says what it will never know.
 */
export async function shouldAbandonDelivery(
  { store, log, now }: Pick<EvaluateDeps, 'store' | 'log' | 'now'>,
  { spec, progress, metricsSentUpTo, resendRequestedAt, alarm, notifyChanged = false }: Job,
): Promise<boolean> {
  const until = triedUntil(progress.lastPointAt, resendRequestedAt);
  if (now() < Math.min(progress.scheduleEndsAt - beforeEndMs, until)) return false;
  log.error('given up: Monasca never received all of the job', {
    jobId: spec.jobId,
    // Up to the most that are counted.
    points: await countPoints(store, spec.jobId, metricsSentUpTo),
    after: new Date(metricsSentUpTo).toISOString(),
    alarmIsLeft:
      (spec.notify === null && !notifyChanged) || isRemoved(alarm) ? 'no' : alarm?.isSet ? 'yes' : 'unknown',
  });
  return true;
}

async function countPoints(store: EvaluateDeps['store'], jobId: string, after: number): Promise<number> {
  let count = 0;
  for (let last = after; count < mostCounted; ) {
    const points = await store.listPoints(jobId, last, pageSize);
    const newest = points.at(-1);
    if (!newest) break;
    count += points.length;
    last = newest.at;
  }
  return count;
}
