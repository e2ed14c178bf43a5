import { isFinished, type Job } from '../job/job.ts';
import type { Alarms, JobStore, Log } from './ports.ts';

/**
 * Sees to it that whoever is to be told of a late job is told: a live job has its alarm, a finished one has none.
 * Resolves to whether it is so. Whatever fails, the job goes on and the next evaluation tries again.
 */
export async function keepAlarm(
  { store, alarms, log }: { store: Pick<JobStore, 'markAlarm'>; alarms: Alarms; log: Log },
  { spec, progress, alarm }: Job,
): Promise<boolean> {
  if (spec.notify === null) return true;
  const isWanted = !isFinished(progress.status);
  if (isWanted && alarm?.isSet) return true;
  try {
    if (isWanted) await alarms.set(spec);
    else await alarms.remove(spec);
    await store.markAlarm(spec.jobId, { isSet: isWanted, problem: null });
    return true;
  } catch (error) {
    const problem = (error as Error).message;
    log.warn('alarm not as it should be; tried again later', { jobId: spec.jobId, problem });
    if (isWanted && alarm?.problem !== problem) await store.markAlarm(spec.jobId, { isSet: false, problem });
    return false;
  }
}
