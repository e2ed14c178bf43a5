import { isFinished, type Job } from '../job/job.ts';
import type { Alarms, JobStore, Log, Now } from './ports.ts';

/** So long after the last point of a job a call that was under way then may still make its alarm. */
const lateCreationMs = 15_000;

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
 * Sees to it that whoever is to be told of a late job is told: a live job has its alarm, a finished one has none.
 * Resolves to whether it is so, for good. Whatever fails, the job goes on and the next evaluation tries again.
 */
export async function keepAlarm(
  { store, alarms, log, now }: AlarmDeps,
  { spec, progress, alarm }: Job,
): Promise<boolean> {
  if (spec.notify === null) return true;
  const isWanted = !isFinished(progress.status);
  if (isWanted && alarm?.isSet) return true;
  // It was asked for and nobody knows what became of it, or is being asked for by an evaluation that saw the job alive.
  const isUncertain = alarm === null || alarm.problem !== null;
  const mayComeYet = isUncertain && now() - progress.lastPointAt < lateCreationMs;
  try {
    if (isWanted) await alarms.set(spec);
    // The job may have ended since it was read, and whoever ended it found no alarm to remove.
    const isSet = isWanted && !(await isOver(store, spec.jobId));
    if (!isSet) await alarms.remove(spec);
    if (!isWanted && mayComeYet) return false;
    await store.markAlarm(spec.jobId, { isSet, problem: null });
    return true;
  } catch (error) {
    const problem = (error as Error).message;
    log.warn('alarm not as it should be; tried again later', { jobId: spec.jobId, problem });
    if (isWanted && alarm?.problem !== problem) await store.markAlarm(spec.jobId, { isSet: false, problem });
    return false;
  }
}
