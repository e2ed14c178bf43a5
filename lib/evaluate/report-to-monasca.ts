import type { Job } from '../job/job.ts';
import { isFinished } from '../job/progress.ts';
import type { EvaluateDeps } from './evaluate-deps.ts';

/** Time limit for everything that one evaluation does at Monasca and Keystone. */
export const monitoringTakesMs = 10_000;
/** The evaluation that made an older point no longer sends it; the extra five seconds cover its looks and its writes. */
const deliveryTakesMs = monitoringTakesMs + 5_000;

interface Telling {
  /** Whether this evaluation made the last point of the job. */
  madePoint: boolean;
  isTick: boolean;
}

/**
 * Sets the alarms right, tells them how the job stands, sends the metrics and looks at the CPU use, each whatever
 * becomes of the others. Resolves to whether Monasca knows all of the job that it should, and told all that it will.
 */
export async function reportToMonasca(
  { monitoring, now }: Pick<EvaluateDeps, 'monitoring' | 'now'>,
  job: Job,
  { madePoint, isTick }: Telling,
): Promise<boolean> {
  const startedAt = now();
  const { sendMetrics, reconcileAlarm, reportConcerns, measureCpuUse } = monitoring(
    startedAt + monitoringTakesMs,
  );
  const isOver = isFinished(job.progress.status);
  const toAlarm = async () => {
    const isRight = await reconcileAlarm(job);
    // News or not: one that came too early for the alarm, or was lost, is not to be the last. And a tick that found another
    // evaluation at the job has left it to that one.
    return isRight && (await reportConcerns(job));
  };
  const toStore = async () =>
    isAllSent(job) || (isOurs(job, startedAt, madePoint) && (await sendMetrics(job)));
  const { isAlarmRight, isSent } = await inOrder(job, toAlarm, toStore);
  const isMeasured = isSent && (isTick || isOver) && (await measureCpuUse(job));
  return isSent && isAlarmRight && isMeasured;
}

type Told = () => Promise<boolean>;

/**
 * The alarm comes first, because a backlog of metrics takes time. The metrics come first if the alarm failed before, when it
 * might use up all the time again, or if the job has ended.
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
 * The evaluation that makes a point sends it, with those before it that may not have been sent; after the time limit any
 * evaluation does. If two evaluations send the same point, Monasca stores one, and none of Pacer's alarms uses these metrics.
 */
function isOurs({ progress }: Job, now: number, madePoint: boolean): boolean {
  return madePoint || now - progress.lastPointAt > deliveryTakesMs;
}
