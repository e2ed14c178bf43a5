import { decodeTime } from 'ulid';
import { ConflictError } from '../job/errors.ts';
import { isFinished, type JobSpec } from '../job/job.ts';
import type { JobStore, Now } from '../ports/ports.ts';

/** A launch takes less than this: a job that is not there afterwards never will be. */
const launchTakesMs = 120_000;

/** Whether the launch of a job that is not in the store has come to nothing, by the time in its ULID. */
export function launchIsOver(jobId: string, now: number): boolean {
  return now - decodeTime(jobId) > launchTakesMs;
}

/** Makes the job the only live one of its name on its framework, or throws a ConflictError that names the other. */
export async function claimName({ store, now }: { store: JobStore; now: Now }, spec: JobSpec): Promise<void> {
  let holder = await store.claimName(spec, null);
  if (holder !== spec.jobId && (await isGone(store, holder, now()))) {
    holder = await store.claimName(spec, holder);
  }
  if (holder === spec.jobId) return;
  throw new ConflictError(
    'name-in-use',
    `Job ${holder} with the name ${spec.name} is live on ${spec.framework}; wait for it or cancel it (DELETE /jobs/${holder}).`,
  );
}

async function isGone(store: JobStore, jobId: string, now: number): Promise<boolean> {
  const holder = await store.load(jobId);
  return holder ? isFinished(holder.progress.status) && holder.retired : launchIsOver(jobId, now);
}
