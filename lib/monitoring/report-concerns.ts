import type { Job } from '../job/job.ts';
import { type JobAlarm, noAlarm } from '../job/monitored.ts';
import { isFinished } from '../job/progress.ts';
import type { Log, Now } from '../ports/environment.ts';
import type { JobStore } from '../ports/job-store.ts';
import type { Concerns, SendConcerns } from '../ports/monitoring.ts';
import { alarmsWanted, toldAgainAfterMs } from './alarms-wanted.ts';

/** What is sent so much later than an answer does not overtake in Monasca's queue what was answered. */
const inOrderAfterMs = 2_000;

export interface ReportConcernsDeps {
  store: Pick<JobStore, 'load' | 'claimLateSecond' | 'closeLateSecond' | 'markAlarm'>;
  sendConcerns: SendConcerns;
  log: Log;
  now: Now;
  /** Whatever is sent is over by then; epoch milliseconds. */
  until: number;
}

/**
 * Sends what the alarms of a job look at, as it is now and with a second of its own: whatever crashed or lost its answer, no second
 * is sent twice, none is sent after a later one, and nothing is sent again. What does not arrive is made up for by the next tick.
 * Resolves to whether nothing is left to be told of an ended job. Never throws because of Monasca.
 */
export async function reportConcerns(deps: ReportConcernsDeps, job: Job): Promise<boolean> {
  const { now, log } = deps;
  const { jobId } = job.spec;
  if (concernsOf(job, now()) === null) return true;
  try {
    await claimAndSend(deps, jobId);
  } catch (error) {
    const problem = (error as Error).message;
    log.warn('alarms not told how the job stands; the next tick tells them', { jobId, problem });
    if (job.alarm?.undelivered !== problem) await markDelivery(deps, jobId, { undelivered: problem });
  }
  return isFinished(job.progress.status) ? alarmsWanted(job, now()) === null : true;
}

async function claimAndSend(deps: ReportConcernsDeps, jobId: string): Promise<void> {
  const { store, sendConcerns, now, until } = deps;
  // The threshold engine counts whole seconds.
  const at = Math.floor(now() / 1000) * 1000;
  // Written before it is sent: who dies in between has used the second up.
  if (!(await store.claimLateSecond(jobId, { at, openUntil: until }))) return;
  // As it is now: it may have ended since it was read, and then its lateness is no news any more.
  const job = await store.load(jobId);
  const values = job && concernsOf(job, now());
  if (values) await sendConcerns(job.spec, { at, values });
  await store.closeLateSecond(jobId, { at, openUntil: now() + inOrderAfterMs });
  if (!values) return;
  const told = values.endedBadly || values.doneOnTime ? endTold(job.alarm ?? noAlarm, now()) : {};
  const isNews = Object.keys(told).length > 0 || (job.alarm ?? noAlarm).undelivered !== null;
  if (isNews) await markDelivery(deps, jobId, { undelivered: null, ...told });
}

/** What is new of the alarm when an end has just been told: that it was, or that it was told again. */
function endTold({ endToldAt, endToldAgainAt }: JobAlarm, now: number): Partial<JobAlarm> {
  if (endToldAt === null) return { endToldAt: now };
  const isAgain = endToldAgainAt === null && now - endToldAt >= toldAgainAfterMs;
  return isAgain ? { endToldAgainAt: now } : {};
}

async function markDelivery(
  { store }: ReportConcernsDeps,
  jobId: string,
  delivery: Partial<JobAlarm>,
): Promise<void> {
  const job = await store.load(jobId);
  if (job) await store.markAlarm(jobId, { ...(job.alarm ?? noAlarm), ...delivery });
}

/** What the alarms of a job are to hear, probabilities with four digits; null for nothing. */
function concernsOf(job: Job, now: number): Concerns['values'] | null {
  const { decision } = job.progress;
  const wanted = alarmsWanted(job, now);
  if (wanted === 'end') return { endedBadly: 1 };
  if (wanted === 'done') return { doneOnTime: 1 };
  if (wanted === null || decision === null || job.pausedAt !== null) return null;
  return {
    late: Math.round((1 - decision.forecast.onTimeProbability) * 1e4) / 1e4,
    cannotBeMet: decision.outlook === 'cannot-be-met' ? 1 : 0,
  };
}
