import { isFinished, type Job } from '../job/job.ts';
import type { EvaluateDeps } from './evaluate-deps.ts';

/** All that one evaluation does at Monasca and Keystone is over after so long, whatever they do. */
export const monitoringTakesMs = 10_000;
/** Older points are not being sent by whoever made them; the five seconds more are for the looks in between and for the table. */
const deliveryTakesMs = monitoringTakesMs + 5_000;

interface Telling {
  /** Whether this evaluation made the last point of the job. */
  madePoint: boolean;
  isTick: boolean;
}

/** Sends the metrics, sets the alarm right and looks at the CPU use; resolves to whether Monasca knows all of the job that it should. */
export async function tellMonasca(
  { monitoring, now }: Pick<EvaluateDeps, 'monitoring' | 'now'>,
  job: Job,
  { madePoint, isTick }: Telling,
): Promise<boolean> {
  const startedAt = now();
  const { sendMetrics, keepAlarm, measureCpuUse } = monitoring(startedAt + monitoringTakesMs);
  const isSent = isAllSent(job) || (isOurs(job, startedAt, madePoint) && (await sendMetrics(job)));
  // Whatever metrics are still to be sent, nobody is to be told that a finished job will be late.
  const isOver = isFinished(job.progress.status);
  const isAlarmRight = (isSent || isOver) && (await keepAlarm(job));
  const isTold = isSent && isAlarmRight;
  if (isTold && (isTick || isOver)) await measureCpuUse(job);
  return isTold;
}

function isAllSent({ metricsSentUpTo, progress }: Job): boolean {
  return metricsSentUpTo >= progress.lastPointAt;
}

/**
 * Whoever makes a point sends it and those before it that are not known to be sent; later it is left over, and anyone's. When two
 * evaluations send the same, Monasca keeps one.
 */
function isOurs({ progress }: Job, now: number, madePoint: boolean): boolean {
  return madePoint || now - progress.lastPointAt > deliveryTakesMs;
}
