import type { Job, JobSpec } from '../job/job.ts';
import { type AlarmsOf, alarmRevision, isRemoved, type JobAlarm, noAlarm } from '../job/monitored.ts';
import { isFinished } from '../job/progress.ts';
import type { Log, Now } from '../ports/environment.ts';
import type { JobStore } from '../ports/job-store.ts';
import type { Alarms } from '../ports/monitoring.ts';
import { alarmsWanted, mayBeTried } from './alarms-wanted.ts';

/** Grace period after a job's last point, in which a call in flight may still create its alarms. */
const lateCreationMs = 15_000;

/** Monasca, or the notification method that was asked for, does not allow the alarms: it is of little use to try again soon. */
export class AlarmRefusedError extends Error {
  override readonly name = 'AlarmRefusedError';
}

export interface AlarmDeps {
  store: Pick<JobStore, 'load' | 'markAlarm'>;
  alarms: Alarms;
  log: Log;
  now: Now;
}

/**
 * Reconciles the alarms of a job that names somebody to notify: a live job has its alarms, one that ended badly has one until it was
 * told of, any other has none. Resolves to whether it is so. Whatever fails, the job goes on and the next evaluation tries
 * again; what was refused, less and less often, and not for ever.
 */
export async function reconcileAlarm(deps: AlarmDeps, job: Job): Promise<boolean> {
  const { spec, alarm } = job;
  if (needsNone(job)) return true;
  const wanted = alarmsWanted(job, deps.now());
  if (wanted && isSetFor(job, wanted)) return true;
  if (wanted && isOfMethod(job) && !mayBeTried(alarm, deps.now())) return false;
  try {
    return await (wanted ? setAlarms(deps, job, wanted) : removeAlarms(deps, job));
  } catch (error) {
    const failed = failedAlarm(job, error as Error, deps.now());
    deps.log.warn('alarm not set up or removed; retried later', {
      jobId: spec.jobId,
      problem: failed.problem,
      refusals: failed.refused?.times ?? 0,
    });
    if (wanted && isNews(failed, alarm)) await deps.store.markAlarm(spec.jobId, failed);
    return false;
  }
}

/** Whether nobody is to be told, nor was before; those who were are not told any more once their alarms are removed. */
function needsNone({ spec, alarm, progress, notifyChanged = false }: Job): boolean {
  if (spec.notify !== null) return false;
  return !notifyChanged || (isRemoved(alarm) && !isFinished(progress.status));
}

function isSetFor({ alarm, spec }: Job, wanted: AlarmsOf): boolean {
  if (!alarm?.isSet || alarm.revision !== alarmRevision) return false;
  return alarm.of === wanted && alarm.method === methodOf(spec);
}

/** Whether what is known of the alarms of a job is of the method that it names now; those of earlier versions do not tell. */
function isOfMethod({ alarm, spec }: Job): boolean {
  return alarm?.method === undefined || alarm.method === methodOf(spec);
}

function tells({ spec }: Job): Pick<JobAlarm, 'method'> {
  const method = methodOf(spec);
  return method === undefined ? {} : { method };
}

/** The notification method that a job names, as text; undefined where it names none. */
function methodOf({ notify }: JobSpec): string | undefined {
  if (notify === null) return undefined;
  return 'address' in notify ? `${notify.name} ${notify.type} ${notify.address}` : notify.name;
}

async function setAlarms({ store, alarms, now }: AlarmDeps, job: Job, of: AlarmsOf): Promise<true> {
  await alarms.set(job, of);
  // The job may have ended since it was read, and the evaluation that ended it found no alarm to remove.
  const later = await store.load(job.spec.jobId);
  const isSet = later !== null && alarmsWanted(later, now()) !== null;
  if (!isSet) await alarms.remove(job.spec);
  await store.markAlarm(job.spec.jobId, { ...told(job.alarm), isSet, of, ...(isSet ? tells(job) : {}) });
  return true;
}

async function removeAlarms({ store, alarms, now }: AlarmDeps, job: Job): Promise<boolean> {
  const { spec, progress, alarm } = job;
  // It was asked for and nobody knows what became of it, or is being asked for by an evaluation that saw the job alive.
  const isUncertain = !alarm || alarm.problem !== null || alarm.revision !== alarmRevision;
  const mayComeYet = isUncertain && now() - progress.lastPointAt < lateCreationMs;
  await alarms.remove(spec);
  if (mayComeYet) return false;
  await store.markAlarm(spec.jobId, told(alarm));
  return true;
}

/** Alarms without a problem, with what is known of what they were told. */
function told(alarm: JobAlarm | null): JobAlarm {
  const { of, undelivered, endToldAt, endToldAgainAt } = alarm ?? noAlarm;
  return { ...noAlarm, of, undelivered, endToldAt, endToldAgainAt };
}

function failedAlarm(job: Job, error: Error, at: number): JobAlarm {
  const known = isOfMethod(job) ? (job.alarm?.refused ?? null) : null;
  const refused = error instanceof AlarmRefusedError ? { times: (known?.times ?? 0) + 1, at } : known;
  return { ...told(job.alarm), problem: error.message, refused, ...tells(job) };
}

const isNews = (failed: JobAlarm, known: JobAlarm | null) =>
  failed.problem !== known?.problem || failed.refused?.times !== known.refused?.times;
