import type { Job } from '../job/job.ts';
import type { AlarmsOf, JobAlarm } from '../job/monitored.ts';
import { isFinished } from '../job/progress.ts';
import { hasEndedBadly, isWantedEnd } from '../job/standing.ts';

/**
 * A measurement may overtake the definition of its alarm, and then counts for nothing. So an end is sent a second time, this
 * long after the first one, and the alarm stays for as long again, however rarely the job is evaluated.
 */
export const toldAgainAfterMs = 30_000;
/** An end that could not be told of by then is no news any more. */
const newsForMs = 24 * 3_600_000;
/** What was refused is tried again after a minute, then after twice as long each time; the last time after seventeen hours. */
const firstPauseMs = 60_000;
const mostRefusals = 11;

/** What the alarms of a job that names somebody to notify are to tell of at `now`; null when there are to be none. */
export function alarmsWanted(job: Job, now: number): AlarmsOf | null {
  const { alarm, progress } = job;
  if (job.spec.notify === null) return null;
  if (!isFinished(progress.status)) return 'life';
  const endToldAgainAt = alarm?.endToldAgainAt ?? null;
  const isTold = endToldAgainAt !== null && now - endToldAgainAt >= toldAgainAfterMs;
  const isGivenUp = now - progress.lastPointAt >= newsForMs || refusalsOf(alarm) >= mostRefusals;
  if (isTold || isGivenUp) return null;
  if (hasEndedBadly(job)) return 'end';
  return isWantedEnd(job) ? 'done' : null;
}

/** Whether alarms may be asked for again, after what was refused so far. */
export function mayBeTried(alarm: JobAlarm | null, now: number): boolean {
  if (!alarm?.refused) return true;
  const { times, at } = alarm.refused;
  return times < mostRefusals && now - at >= firstPauseMs * 2 ** (times - 1);
}

const refusalsOf = (alarm: JobAlarm | null) => alarm?.refused?.times ?? 0;
