import type { Job } from '../job/job.ts';
import type { JobStore, Log, SendPoints } from './ports.ts';

const pageSize = 50;
/** What one evaluation delivers at most; the rest follows at the next. */
const pagesAtOnce = 4;

/**
 * Sends the points that were not taken yet, oldest first; resolves to whether none is left. Whatever fails, the job goes on
 * and the next evaluation tries again.
 */
export async function deliverMetrics(
  { store, send, log }: { store: JobStore; send: SendPoints; log: Log },
  { spec, progress, metricsSentUpTo }: Job,
): Promise<boolean> {
  let sentUpTo = metricsSentUpTo;
  try {
    for (let page = 0; page < pagesAtOnce && sentUpTo < progress.lastPointAt; page++) {
      const points = await store.listPoints(spec.jobId, sentUpTo, pageSize);
      const last = points.at(-1);
      if (!last) break;
      await send(spec, points);
      await store.markMetricsSent(spec.jobId, last.at);
      sentUpTo = last.at;
    }
  } catch (error) {
    log.warn('metrics not delivered; kept for later', {
      jobId: spec.jobId,
      problem: (error as Error).message,
    });
  }
  return sentUpTo >= progress.lastPointAt;
}
