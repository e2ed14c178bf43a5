import type { Job } from '../job/job.ts';
import type { AlarmsOf, JobAlarm } from '../job/monitored.ts';
import { isFinished } from '../job/progress.ts';
import { hasEndedBadly } from '../job/standing.ts';

/**
 * What the alarm of a bad end looks at is sent at each evaluation for this long after the first time, so once more at the next tick:
 * a measurement may overtake the definition of its alarm, and then counts for nothing.
 */
const toldForMs = 90_000;
/** A bad end that could not be told of by then is no news any more. */
const newsForMs = 24 * 3_600_000;
/** What was refused is tried again after a minute, then after twice as long each time; the last time after seventeen hours. */
const firstPauseMs = 60_000;
const mostRefusals = 11;

/** What the alarms of a job that names somebody to notify are to tell of at `now`; null when there are to be none. */
export function alarmsWanted(job: Job, now: number): AlarmsOf | null {
  const { alarm, progress } = job;
  if (!isFinished(progress.status)) return 'life';
  const endToldAt = alarm?.endToldAt ?? null;
  const isTold = endToldAt !== null && now - endToldAt >= toldForMs;
  const isGivenUp = now - progress.lastPointAt >= newsForMs || refusalsOf(alarm) >= mostRefusals;
  return isTold || isGivenUp || !hasEndedBadly(job) ? null : 'end';
}

/** Whether alarms may be asked for again, after what was refused so far. */
export function mayBeTried(alarm: JobAlarm | null, now: number): boolean {
  if (!alarm?.refused) return true;
  const { times, at } = alarm.refused;
  return times < mostRefusals && now - at >= firstPauseMs * 2 ** (times - 1);
}

const refusalsOf = (alarm: JobAlarm | null) => alarm?.refused?.times ?? 0;
