import { createHash } from 'node:crypto';
import type { EvaluateDeps } from '../evaluate/evaluate-deps.ts';
import { evaluateJob } from '../evaluate/evaluate-job.ts';
import { scheduleEnd } from '../evaluate/save-evaluation.ts';
import { ConflictError, RefusedDefinitionError } from '../job/errors.ts';
import type { Job, JobSpec } from '../job/job.ts';
import { launchIsOver } from '../job/job-id.ts';
import { tokenHash } from '../job/token.ts';
import type { CheckCluster } from '../ports/check-cluster.ts';
import type { CheckedDefinition } from '../ports/framework.ts';
import type { ClaimIdempotencyKey } from '../ports/job-store.ts';
import type { LaunchRequest } from '../request/launch-request.ts';
import { claimName } from './claim-name.ts';
import { keyOfCaller } from './idempotency-key.ts';
import { newJob, specOf } from './new-job.ts';

export interface LaunchDeps extends EvaluateDeps {
  checkDefinition: (request: Pick<LaunchRequest, 'framework' | 'job'>) => CheckedDefinition;
  checkCluster: CheckCluster;
  /** Notes that there are jobs on this framework of this cluster, so that sweeps look there. */
  noteCluster: (of: Pick<JobSpec, 'cluster' | 'framework'>) => Promise<void>;
  claimIdempotencyKey: ClaimIdempotencyKey;
  newJobId: () => string;
  callbackToken: (jobId: string) => Promise<string>;
}

export interface Launch {
  request: LaunchRequest;
  /** The body as it came, by which a repeated request is known. */
  body: string;
  idempotencyKey: string | null;
  /** The ARN of the caller who signed; null where calls are not signed. */
  launchedBy: string | null;
  /** Where this API is reached, without a trailing slash. */
  baseUrl: string;
}

export interface Launched {
  job: Job;
  /** False when an earlier request with the same key made the job. */
  isNew: boolean;
  adjustments: string[];
}

/**
 * Stores the job, gives it ticks and evaluates it for the first time. Every step may be repeated:
 * the schedule comes before the job, so a stored job always has a tick to come.
 */
export async function launchJob(deps: LaunchDeps, launch: Launch): Promise<Launched> {
  const { adjustments, specFor } = await checkLaunch(deps, launch);
  const jobId = await jobIdFor(deps, launch);
  const earlier = await deps.store.load(jobId);
  if (earlier) return { job: earlier, isNew: false, adjustments };
  const launched = await launchSpec(deps, specFor(jobId), launch.request.deadline);
  return { ...launched, adjustments };
}

/** Launches what was checked, under the id that its key has. */
export async function launchSpec(
  deps: LaunchDeps,
  spec: JobSpec,
  deadlineAt: number,
): Promise<Omit<Launched, 'adjustments'>> {
  const { jobId } = spec;
  await claimName(deps, spec);
  await deps.noteCluster(spec);
  const scheduleEndsAt = scheduleEnd(deadlineAt, deps.now());
  await deps.schedules.create(jobId, scheduleEndsAt);
  const hash = tokenHash(await deps.callbackToken(jobId));
  const lesson = await deps.store.loadLesson(spec);
  const job = newJob(spec, { deadlineAt, scheduleEndsAt, tokenHash: hash, law: deps.laws[spec.law], lesson });
  const isNew = await deps.store.create(job);
  if (!isNew && !(await deps.store.load(jobId))) throw abandoned(spec);
  // A tick takes the schedule of a launch this old for one that nobody needs any more, until the job is stored.
  if (launchIsOver(jobId, deps.now())) await deps.schedules.create(jobId, scheduleEndsAt);
  const evaluated = await evaluateJob(deps, jobId, 'launch', true);
  return { job: refused(evaluated ?? job), isNew };
}

/** What is checked of a launch before anything of it is stored; InvalidRequestError for what is wrong. */
export async function checkLaunch(
  deps: Pick<LaunchDeps, 'checkDefinition' | 'checkCluster' | 'now'>,
  { request, baseUrl, launchedBy }: Pick<Launch, 'request' | 'baseUrl' | 'launchedBy'>,
): Promise<{ adjustments: string[]; specFor: (jobId: string) => JobSpec }> {
  const checked = deps.checkDefinition(request);
  await deps.checkCluster(request);
  const specFor = (jobId: string) =>
    specOf(request, checked, { jobId, launchedAt: deps.now(), baseUrl, launchedBy });
  return { adjustments: checked.adjustments, specFor };
}

/** The job, unless its framework has refused it: what that says at once is told at once. */
export function refused(job: Job): Job {
  const { finish } = job.progress;
  if (finish?.reason === 'refused-by-framework') throw new RefusedDefinitionError(finish.sentence);
  if (finish?.reason === 'name-taken-in-framework') throw new ConflictError(finish.reason, finish.sentence);
  return job;
}

function abandoned({ name }: JobSpec): ConflictError {
  return new ConflictError(
    'launch-abandoned',
    `Another job took the name ${name} before this launch was through; launch again with a new Idempotency-Key.`,
  );
}

/** The id of a new job, or the one that the same request has for its key; a ConflictError where the key was used for another request. */
export async function jobIdFor(
  deps: LaunchDeps,
  { idempotencyKey, launchedBy, body }: Pick<Launch, 'idempotencyKey' | 'launchedBy' | 'body'>,
): Promise<string> {
  const jobId = deps.newJobId();
  if (idempotencyKey === null) return jobId;
  const requestHash = createHash('sha256').update(body).digest('base64url');
  const key = keyOfCaller(launchedBy, idempotencyKey);
  const claimed = await deps.claimIdempotencyKey(key, { jobId, requestHash });
  if (claimed.requestHash === requestHash) return claimed.jobId;
  throw new ConflictError(
    'idempotency-key-used',
    `You used the Idempotency-Key for another request, which launched job ${claimed.jobId}; use a new key.`,
  );
}
