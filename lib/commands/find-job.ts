import { ConflictError, UnknownJobError } from '../job/errors.ts';
import type { Job } from '../job/job.ts';
import { jobIdPattern } from '../job/job-id.ts';
import { isFinished } from '../job/progress.ts';

export interface FindDeps {
  /** The jobs of a name, newest first. */
  findNamed: (name: string) => Promise<Job[]>;
}

/**
 * The id of the job that is meant: by its id in any case, or by its name, which is that of the live job, else of the newest. Throws an
 * UnknownJobError where there is none of that name, and a ConflictError where several are live, on different clusters or frameworks.
 */
export async function jobIdBy({ findNamed }: FindDeps, idOrName: string): Promise<string> {
  const jobId = idOrName.toUpperCase();
  if (jobIdPattern.test(jobId)) return jobId;
  const jobs = await findNamed(idOrName);
  const live = jobs.filter(({ progress }) => !isFinished(progress.status));
  if (live.length > 1) throw ambiguous(idOrName, live);
  const meant = live[0] ?? jobs[0];
  if (!meant) throw new UnknownJobError(idOrName);
  return meant.spec.jobId;
}

function ambiguous(name: string, live: Job[]): ConflictError {
  const each = live.map(
    ({ spec: { jobId, framework, cluster } }) => `${jobId} (${framework}, cluster ${cluster})`,
  );
  return new ConflictError(
    'ambiguous-name',
    `${live.length} live jobs have the name ${name}: ${each.join(', ')}; give the id of one.`,
  );
}
