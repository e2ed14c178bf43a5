import type { Job } from '../job/job.ts';
import { alarmRevision, type JobAlarm } from '../job/monitored.ts';
import { isFinished } from '../job/progress.ts';
import type { Log, Now } from '../ports/environment.ts';
import type { JobStore } from '../ports/job-store.ts';
import type { Alarms } from '../ports/monitoring.ts';

/** Grace period after a job's last point, in which a call in flight may still create its alarm. */
const lateCreationMs = 15_000;
/** What was refused is tried again after a minute, then after twice as long each time; the last time after seventeen hours. */
const firstPauseMs = 60_000;
const mostRefusals = 11;

/** Monasca, or the notification method that was asked for, does not allow the alarm: it is of little use to try again soon. */
export class AlarmRefusedError extends Error {
  override readonly name = 'AlarmRefusedError';
}

async function isOver(store: AlarmDeps['store'], jobId: string): Promise<boolean> {
  const job = await store.load(jobId);
  return job === null || isFinished(job.progress.status);
}

export interface AlarmDeps {
  store: Pick<JobStore, 'load' | 'markAlarm'>;
  alarms: Alarms;
  log: Log;
  now: Now;
}

/**
 * Reconciles the alarm of a job that names somebody to notify: a live job has its alarm, a finished one has none.
 * Resolves to whether it is so, for good. Whatever fails, the job goes on and the next evaluation tries again; what was
 * refused, less and less often, and not for ever.
 */
export async function reconcileAlarm(
  { store, alarms, log, now }: AlarmDeps,
  { spec, progress, alarm }: Job,
): Promise<boolean> {
  if (spec.notify === null) return true;
  const isWanted = !isFinished(progress.status);
  if (isWanted && alarm?.isSet && alarm.revision === alarmRevision) return true;
  if (isWanted && !mayBeTried(alarm, now())) return false;
  // It was asked for and nobody knows what became of it, or is being asked for by an evaluation that saw the job alive.
  const isUncertain = !alarm || alarm.problem !== null || alarm.revision !== alarmRevision;
  const mayComeYet = isUncertain && now() - progress.lastPointAt < lateCreationMs;
  try {
    if (isWanted) await alarms.set(spec);
    // The job may have ended since it was read, and the evaluation that ended it found no alarm to remove.
    const isSet = isWanted && !(await isOver(store, spec.jobId));
    if (!isSet) await alarms.remove(spec);
    if (!isWanted && mayComeYet) return false;
    await store.markAlarm(spec.jobId, { isSet, problem: null, revision: alarmRevision, refused: null });
    return true;
  } catch (error) {
    const failed = failedAlarm(alarm, error as Error, now());
    log.warn('alarm not set up or removed; retried later', {
      jobId: spec.jobId,
      problem: failed.problem,
      refusals: failed.refused?.times ?? 0,
    });
    if (isWanted && isNews(failed, alarm)) await store.markAlarm(spec.jobId, failed);
    return false;
  }
}

function mayBeTried(alarm: JobAlarm | null, now: number): boolean {
  if (!alarm?.refused) return true;
  const { times, at } = alarm.refused;
  return times < mostRefusals && now - at >= firstPauseMs * 2 ** (times - 1);
}

function failedAlarm(alarm: JobAlarm | null, error: Error, at: number): JobAlarm {
  const known = alarm?.refused ?? null;
  const refused = error instanceof AlarmRefusedError ? { times: (known?.times ?? 0) + 1, at } : known;
  return { isSet: false, problem: error.message, revision: alarmRevision, refused };
}

const isNews = (failed: JobAlarm, known: JobAlarm | null) =>
  failed.problem !== known?.problem || failed.refused?.times !== known.refused?.times;
