import type { Job } from '../job/job.ts';
import type { Log } from '../ports/environment.ts';
import type { JobStore } from '../ports/job-store.ts';
import type { SendPoints } from '../ports/monitoring.ts';

/** The metrics of so many points go in one request. */
const pageSize = 40;
/** What one evaluation delivers at most; the rest follows at the next. */
const pagesAtOnce = 5;

/**
 * Sends the points that were not taken yet, oldest first; resolves to whether none is left. Whatever fails, the job goes on
 * and the next evaluation tries again.
 */
export async function deliverMetrics(
  {
    store,
    send,
    log,
  }: { store: Pick<JobStore, 'listPoints' | 'markMetricsSent'>; send: SendPoints; log: Log },
  { spec, progress, metricsSentUpTo }: Job,
): Promise<boolean> {
  let sentUpTo = metricsSentUpTo;
  try {
    for (let page = 0; page < pagesAtOnce && sentUpTo < progress.lastPointAt; page++) {
      const points = await store.listPoints(spec.jobId, sentUpTo, pageSize);
      const taken = points.slice(0, points.length === 0 ? 0 : await send(spec, points));
      const last = taken.at(-1);
      if (!last) break;
      await store.markMetricsSent(spec.jobId, { from: sentUpTo, upTo: last.at });
      sentUpTo = last.at;
      if (taken.length < points.length) break;
    }
  } catch (error) {
    log.warn('metrics not delivered; kept for later', {
      jobId: spec.jobId,
      problem: (error as Error).message,
    });
  }
  return sentUpTo >= progress.lastPointAt;
}
