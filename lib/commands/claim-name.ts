import { ConflictError } from '../job/errors.ts';
import type { Job, JobSpec } from '../job/job.ts';
import { launchIsOver } from '../job/job-id.ts';
import { isFinished } from '../job/progress.ts';
import type { Now } from '../ports/environment.ts';
import type { JobStore } from '../ports/job-store.ts';

/** Makes the job the only live one of its name on its framework, or throws a ConflictError that names the other. */
export async function claimName({ store, now }: { store: JobStore; now: Now }, spec: JobSpec): Promise<void> {
  let holder = await store.claimName(spec, null);
  if (holder !== spec.jobId && (await isGone(store, holder, now()))) {
    holder = await store.claimName(spec, holder);
  }
  if (holder === spec.jobId) return;
  throw nameInUse(spec, holder);
}

/** Throws the same ConflictError where the name could not be claimed now. */
export async function checkNameIsFree(
  { store, now }: { store: JobStore; now: Now },
  spec: JobSpec,
): Promise<void> {
  const holder = await store.nameHolder(spec);
  if (holder === null) return;
  const job = await store.load(holder);
  const isFree = job ? isOver(job) : launchIsOver(holder, now());
  if (!isFree) throw nameInUse(spec, holder);
}

function nameInUse({ name, framework }: Pick<JobSpec, 'name' | 'framework'>, holder: string): ConflictError {
  return new ConflictError(
    'name-in-use',
    `Job ${holder} with the name ${name} is live on ${framework}; wait for it, or cancel it.`,
  );
}

async function isGone(store: JobStore, jobId: string, now: number): Promise<boolean> {
  const holder = await store.load(jobId);
  if (holder) return isOver(holder);
  // Its launch may be repeated with its key and store it at this very moment.
  return launchIsOver(jobId, now) && store.abandonLaunch(jobId);
}

function isOver({ progress, retired }: Job): boolean {
  return isFinished(progress.status) && retired;
}
