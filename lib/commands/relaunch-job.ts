import { UnknownJobError } from '../job/errors.ts';
import type { Job, JobSpec } from '../job/job.ts';
import { type FindDeps, jobIdBy } from './find-job.ts';
import { jobIdFor, type Launch, type LaunchDeps, type Launched, launchSpec } from './launch-job.ts';

export interface Relaunch extends Pick<Launch, 'idempotencyKey' | 'launchedBy' | 'baseUrl'> {
  /** The id of the job, or its name. */
  idOrName: string;
  /** Epoch milliseconds; undefined for as long from now as the job had from its launch. */
  deadline: number | undefined;
  /** The path and the body as they came, by which a repeated request is known. */
  body: string;
}

/**
 * Launches a job as another one is, or was: with its definition, cluster and bounds as they were changed last, and what the law has
 * learned under its name. Throws a ConflictError while a job of the name is live, and what a launch throws.
 */
export async function relaunchJob(
  deps: LaunchDeps & FindDeps,
  { idOrName, deadline, baseUrl, ...by }: Relaunch,
): Promise<Omit<Launched, 'adjustments'>> {
  const jobId = await jobIdFor(deps, by);
  const earlier = await deps.store.load(jobId);
  if (earlier) return { job: earlier, isNew: false };
  const model = await deps.store.load(await jobIdBy(deps, idOrName));
  if (!model) throw new UnknownJobError(idOrName);
  await deps.checkCluster(model.spec);
  const launchedAt = deps.now();
  const spec: JobSpec = {
    ...sameAs(model),
    jobId,
    reportUrl: `${baseUrl}/jobs/${jobId}/iterations`,
    launchedAt,
    launchedBy: by.launchedBy,
    scheduledAt: null,
  };
  return launchSpec(deps, spec, deadline ?? launchedAt + spanOf(model));
}

/** What is the same. Bounds that were changed may leave out what it began with. */
function sameAs({ spec }: Job): JobSpec {
  const { min, max } = spec.cpus;
  return { ...spec, initialCpus: Math.min(Math.max(spec.initialCpus, min), max) };
}

/** From the launch to the deadline, in milliseconds. */
function spanOf({ spec, deadlineAt }: Job): number {
  return Math.max(1_000, deadlineAt - spec.launchedAt);
}
