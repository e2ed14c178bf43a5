import type { Job } from '../job/job.ts';
import { isFinished } from '../job/progress.ts';
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

/**
 * Sets the alarm right, tells it how late the job will probably be, sends the metrics and looks at the CPU use, each whatever
 * becomes of the others. Resolves to whether Monasca knows all of the job that it should, and told all that it will.
 */
export async function reportToMonasca(
  { monitoring, now }: Pick<EvaluateDeps, 'monitoring' | 'now'>,
  job: Job,
  { madePoint, isTick }: Telling,
): Promise<boolean> {
  const startedAt = now();
  const { sendMetrics, reconcileAlarm, reportLateness, measureCpuUse } = monitoring(
    startedAt + monitoringTakesMs,
  );
  const isOver = isFinished(job.progress.status);
  const toAlarm = async () => {
    const isRight = await reconcileAlarm(job);
    // News or not: one that came too early for the alarm, or was lost, is not to be the last. And a tick that found another
    // evaluation at the job has left it to that one.
    if (isRight && !isOver) await reportLateness(job);
    return isRight;
  };
  const toStore = async () =>
    isAllSent(job) || (isOurs(job, startedAt, madePoint) && (await sendMetrics(job)));
  const { isAlarmRight, isSent } = await inOrder(job, toAlarm, toStore);
  const isMeasured = isSent && (isTick || isOver) && (await measureCpuUse(job));
  return isSent && isAlarmRight && isMeasured;
}

type Told = () => Promise<boolean>;

/**
 * The alarm comes first, for a backlog of metrics takes its time. Where it failed before, or is no more to be told, the metrics do,
 * lest it takes all the time again.
 */
async function inOrder({ alarm, progress }: Job, toAlarm: Told, toStore: Told) {
  if (isFinished(progress.status) || alarm?.problem) {
    const isSent = await toStore();
    return { isSent, isAlarmRight: await toAlarm() };
  }
  const isAlarmRight = await toAlarm();
  return { isAlarmRight, isSent: await toStore() };
}

function isAllSent({ metricsSentUpTo, progress }: Job): boolean {
  return metricsSentUpTo >= progress.lastPointAt;
}

/**
 * Whoever makes a point sends it and those before it that are not known to be sent; later it is left over, and anyone's. When two
 * evaluations send the same, Monasca stores one; no alarm of Pacer's looks at what they send.
 */
function isOurs({ progress }: Job, now: number, madePoint: boolean): boolean {
  return madePoint || now - progress.lastPointAt > deliveryTakesMs;
}
