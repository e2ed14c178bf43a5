import type { Job } from '../job/job.ts';
import type { EvaluateDeps } from './evaluate-deps.ts';

/** Longer than from one tick to the next. */
const beforeEndMs = 1_800_000;
const pageSize = 200;
const mostCounted = 1_000;

/**
 * Whether the schedule of a finished job is about to end by itself although Monasca does not know all of it. Then the log says
 * what it will never know.
 */
export async function isGivenUp(
  { store, log, now }: Pick<EvaluateDeps, 'store' | 'log' | 'now'>,
  { spec, progress, metricsSentUpTo, alarm }: Job,
): Promise<boolean> {
  if (now() < progress.scheduleEndsAt - beforeEndMs) return false;
  log.error('given up: what Monasca will never know of the job', {
    jobId: spec.jobId,
    // Up to the most that are counted.
    points: await countPoints(store, spec.jobId, metricsSentUpTo),
    after: new Date(metricsSentUpTo).toISOString(),
    alarmIsLeft: alarm?.isSet ?? false,
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
