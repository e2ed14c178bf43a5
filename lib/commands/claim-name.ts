import { ConflictError } from '../job/errors.ts';
import type { Job, JobSpec } from '../job/job.ts';
import { launchIsOver } from '../job/job-id.ts';
import { isFinished } from '../job/progress.ts';
import type { Now } from '../ports/environment.ts';
import type { JobStore } from '../ports/job-store.ts';

/** Makes the job the only live one of its name on its framework, or throws a ConflictError that names the other. */
export async function claimName({ store, now }: { store: JobStore; now: Now }, spec: JobSpec): Promise<void> {
  let holder = await store.claimName(spec, null);
  if (holder !== spec.jobId && (await makesWay(store, holder, now()))) {
    holder = await store.claimName(spec, holder);
  }
  if (holder === spec.jobId) return;
  throw nameInUse(spec, holder, await store.load(holder));
}

/** Throws the same ConflictError where the name could not be claimed now. */
export async function checkNameIsFree(
  { store, now }: { store: JobStore; now: Now },
  spec: JobSpec,
): Promise<void> {
  const holder = await store.nameHolder(spec);
  if (holder === null) return;
  const job = await store.load(holder);
  if (!isOver(job, holder, now())) throw nameInUse(spec, holder, job);
}

function nameInUse(
  { name, framework }: Pick<JobSpec, 'name' | 'framework'>,
  holder: string,
  job: Job | null,
): ConflictError {
  const status = job?.progress.status;
  const isEnding = status !== undefined && isFinished(status);
  const why = isEnding
    ? `has ended (${status}) and is still being removed from ${framework}; try again in a minute.`
    : `is live on ${framework}; wait for it, or cancel it.`;
  return new ConflictError('name-in-use', `Job ${holder} with the name ${name} ${why}`);
}

/** Whether the holder makes way. A launch that died is first kept from ever being stored: it may be repeated at this very moment. */
async function makesWay(store: JobStore, jobId: string, now: number): Promise<boolean> {
  const job = await store.load(jobId);
  return isOver(job, jobId, now) && (job !== null || store.abandonLaunch(jobId));
}

/** Whether a job, or a launch that stored none, is over. */
export function isOver(job: Job | null, jobId: string, now: number): boolean {
  if (job === null) return launchIsOver(jobId, now);
  const { progress, retired } = job;
  return isFinished(progress.status) && retired;
}
