import { ConflictError, InvalidRequestError, UnknownJobError } from '../job/errors.ts';
import type { Job } from '../job/job.ts';
import { isFinished } from '../job/progress.ts';
import type { CheckCluster } from '../ports/check-cluster.ts';
import type { Log, Now } from '../ports/environment.ts';
import type { CheckedJob, JobStore, RequestedCancel, RequestedChange } from '../ports/job-store.ts';
import type { Wake } from '../ports/schedules.ts';
import type { ChangeRequest } from '../request/launch-request.ts';

/** What it takes to change a job that is there. */
export interface ChangingDeps {
  store: Pick<JobStore, 'load'>;
  /** False also when the job is not any more as it was checked. */
  storeChange: (jobId: string, change: RequestedChange, checked: CheckedJob) => Promise<boolean>;
  /** Has the job evaluated. */
  wake: Wake;
  log: Log;
  now: Now;
}

export interface CancelDeps extends ChangingDeps {
  /** False when the job is not there or is finished. */
  storeCancel: (jobId: string, cancel: RequestedCancel) => Promise<boolean>;
}

export interface ChangeDeps extends ChangingDeps {
  checkCluster: CheckCluster;
}

/** So often a change is checked anew because something else was written first. */
const triesAtMost = 8;

/** Requests the cancellation of a job for a caller (an ARN): the next evaluation stops its runs and removes it. Idempotent, also after the end. */
export async function cancelJob(deps: CancelDeps, jobId: string, caller: string | null): Promise<Job> {
  const cancel = { cancelRequestedAt: deps.now(), cancelRequestedBy: caller };
  if (await deps.storeCancel(jobId, cancel)) await wakeFor(deps, jobId);
  return loaded(deps, jobId);
}

/**
 * Changes a live job: the next evaluation acts on it. Throws an InvalidRequestError where the change does not fit the job as it is,
 * and a ConflictError when the job has ended, or others change it at the same time.
 */
export async function changeJob(deps: ChangeDeps, jobId: string, asked: ChangeRequest): Promise<Job> {
  const { notify = null, webhook = null } = asked;
  if (notify !== null || webhook !== null) {
    const { framework, cluster } = (await liveJob(deps, jobId)).spec;
    await deps.checkCluster({ framework, cluster, notify, webhook });
  }
  return changed(deps, jobId, (job) => changeOf(job, asked));
}

/** From now on no run of a live job starts. Idempotent. Throws as `changeJob`. */
export function pauseJob(deps: ChangingDeps, jobId: string): Promise<Job> {
  return changed(deps, jobId, ({ pausedAt }) => (pausedAt === null ? { pausedAt: deps.now() } : null));
}

/** A paused job goes on. Idempotent. Throws as `changeJob`. */
export function resumeJob(deps: ChangingDeps, jobId: string): Promise<Job> {
  const resumed = { pausedAt: null, resumedAt: deps.now() };
  return changed(deps, jobId, ({ pausedAt }) => (pausedAt === null ? null : resumed));
}

/** Stores what a live job is to be changed to, null for nothing, and wakes an evaluation: also when somebody else has changed it so. */
async function changed(
  deps: ChangingDeps,
  jobId: string,
  changeOf: (job: Job) => RequestedChange | null,
): Promise<Job> {
  for (let tries = 0; tries < triesAtMost; tries++) {
    const job = await liveJob(deps, jobId);
    const change = changeOf(job);
    if (change !== null && !(await deps.storeChange(jobId, change, job))) continue;
    await wakeFor(deps, jobId);
    return loaded(deps, jobId);
  }
  throw new ConflictError('changed-meanwhile', `Job ${jobId} is being changed by others: try again.`);
}

/** Throws a ConflictError when it has ended. */
async function liveJob(deps: ChangingDeps, jobId: string): Promise<Job> {
  const job = await loaded(deps, jobId);
  if (isFinished(job.progress.status)) throw finished(job, job.progress.status);
  return job;
}

async function loaded({ store }: ChangingDeps, jobId: string): Promise<Job> {
  const job = await store.load(jobId);
  if (!job) throw new UnknownJobError(jobId);
  return job;
}

async function wakeFor({ wake, log }: ChangingDeps, jobId: string): Promise<void> {
  await wake(jobId, 'change').catch((error: Error) =>
    log.warn('evaluation not woken; the next tick sees the change', { jobId, problem: error.message }),
  );
}

/** What is stored of a change, checked against the job. */
function changeOf(job: Job, asked: ChangeRequest): RequestedChange {
  const { deadline, iterations, cpus, target, notify, webhook } = asked;
  if (cpus) checkBounds(job, cpus);
  if (iterations !== undefined) checkIterations(job, iterations);
  return {
    deadlineAt: deadline,
    iterations,
    cpusMin: cpus?.min,
    cpusMax: cpus?.max,
    target,
    notify,
    webhook,
  };
}

function finished({ spec: { jobId } }: Job, why: string): ConflictError {
  return new ConflictError('job-finished', `Job ${jobId} is ${why}: it cannot be changed any more.`);
}

function checkBounds({ spec }: Job, given: NonNullable<ChangeRequest['cpus']>): void {
  const { min = spec.cpus.min, max = spec.cpus.max } = given;
  if (min <= max) return;
  if (given.min === undefined) throw wrong('cpus.max', `must not be below cpus.min (${max} is below ${min})`);
  throw wrong('cpus.min', `must not be above cpus.max (${min} is above ${max})`);
}

/** A container that has reported the last of the iterations so far was told to stop: there is nobody to make more. */
function checkIterations(job: Job, iterations: number): void {
  const waiting = Object.values(job.inbox).filter(({ exitCode }) => exitCode === 0).length;
  const done = job.progress.completed + waiting;
  if (done >= job.spec.iterations) throw finished(job, 'done');
  if (iterations > done) return;
  throw wrong(
    'iterations',
    `must be at least ${done + 1}: ${done} are completed, and the next one has begun`,
  );
}

function wrong(field: string, problem: string): InvalidRequestError {
  return new InvalidRequestError(`Invalid change: ${field} ${problem}.`, [{ field, problem }]);
}
