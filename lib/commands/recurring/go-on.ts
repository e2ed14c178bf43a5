import { CallerError, ConflictError, RefusedDefinitionError } from '../../job/errors.ts';
import type { Job, JobSpec } from '../../job/job.ts';
import { deadlineOf, started, toldOf, tryFailed, waiting } from '../../recurring/occurrences.ts';
import type { PendingOccurrence, RecurringJob, Verdict } from '../../recurring/recurring-job.ts';
import { launchSpec } from '../launch-job.ts';
import { nextOccurrenceStep } from './next-occurrence-step.ts';
import type { RecurringDeps } from './recurring-deps.ts';

/**
 * Does for the pending occurrence what can be done now: launches its job, waits, or tells that it will launch none. It may be called
 * at any time and any number of times, also by two at once: what it does is written before, and one occurrence launches one job.
 */
export async function goOn(deps: RecurringDeps, recurring: RecurringJob): Promise<RecurringJob> {
  const { pending } = recurring;
  if (pending === null) return recurring;
  if (pending.verdict !== null) return tell(deps, recurring, pending, pending.verdict);
  if (wasLaunched(await deps.store.load(pending.jobId)))
    return end(deps, started(recurring, pending), pending);
  const step = await nextOccurrenceStep(deps, recurring, pending);
  if (step.do === 'launch') return launch(deps, recurring, pending);
  if (step.do === 'end') return decide(deps, recurring, pending, step.verdict);
  if (step.do === 'tryLater') return keepPending(deps, recurring, pending);
  if (step.cancels !== undefined) await deps.cancel(step.cancels, recurring.createdBy);
  return keepPending(deps, recurring, waiting(pending, step.problem));
}

/** Decides that an occurrence launches no job, and tells of it; it has launched one where another process came first. */
export async function decide(
  deps: RecurringDeps,
  recurring: RecurringJob,
  pending: PendingOccurrence,
  verdict: Verdict,
): Promise<RecurringJob> {
  if (!(await keptFromLaunching(deps, pending))) return end(deps, started(recurring, pending), pending);
  const decided = { ...pending, verdict };
  return tell(deps, await deps.recurring.save({ ...recurring, pending: decided }), decided, verdict);
}

/** Whether its job is not there, nor ever will be, although another process may be launching it at this very moment. */
async function keptFromLaunching(
  { store }: Pick<RecurringDeps, 'store'>,
  { jobId }: PendingOccurrence,
): Promise<boolean> {
  return (await store.abandonLaunch(jobId)) || !wasLaunched(await store.load(jobId));
}

/** Whether the job of an occurrence is there. One whose name is taken in its framework has failed, and another one is launched. */
export function wasLaunched(job: Job | null): boolean {
  return job !== null && job.progress.finish?.reason !== 'name-taken-in-framework';
}

async function launch(
  deps: RecurringDeps,
  recurring: RecurringJob,
  pending: PendingOccurrence,
): Promise<RecurringJob> {
  const spec = specOf(deps, recurring, pending);
  try {
    await deps.checkCluster(spec);
    await launchSpec(deps, spec, deadlineOf(recurring, pending, deps.now()));
  } catch (error) {
    if (!(error instanceof RefusedDefinitionError)) return failed(deps, recurring, pending, error as Error);
    // Its job is there, has failed, and tells so itself.
  }
  return end(deps, started(recurring, pending), pending);
}

function specOf(
  { callbackBaseUrl, now }: Pick<RecurringDeps, 'callbackBaseUrl' | 'now'>,
  { spec, baseUrl, createdBy }: RecurringJob,
  { jobId, scheduledAt }: PendingOccurrence,
): JobSpec {
  const reportUrl = `${callbackBaseUrl || baseUrl}/jobs/${jobId}/iterations`;
  return { ...spec, jobId, reportUrl, launchedAt: now(), launchedBy: createdBy, scheduledAt };
}

async function failed(
  deps: RecurringDeps,
  recurring: RecurringJob,
  pending: PendingOccurrence,
  error: Error,
): Promise<RecurringJob> {
  const { name, cluster } = recurring.spec;
  const isConflict = error instanceof ConflictError;
  // Another launch of the name came between.
  if (isConflict && error.code === 'name-in-use')
    return keepPending(deps, recurring, waiting(pending, error.message));
  const { scheduledAt, tries } = pending;
  deps.log.warn('occurrence not launched; tried again later', {
    job: name,
    cluster,
    scheduledAt: new Date(scheduledAt).toISOString(),
    tries: tries + 1,
    error: error.name,
    problem: error.message,
  });
  // After a conflict the id is that of a job that failed, or of a launch that was abandoned.
  const jobId = isConflict ? deps.newJobId() : pending.jobId;
  return keepPending(
    deps,
    recurring,
    tryFailed(pending, { problem: toldProblem(error), now: deps.now(), jobId }),
  );
}

/** As it is shown, and sent to receivers outside of the account: an error of AWS names roles and tables. */
function toldProblem(error: Error): string {
  if (error instanceof CallerError) return error.message;
  return 'An internal error prevented the launch; the log of LaunchFunction has the details.';
}

/** It is looked at again within a minute. */
async function keepPending(
  deps: RecurringDeps,
  recurring: RecurringJob,
  pending: PendingOccurrence,
): Promise<RecurringJob> {
  const before = recurring.pending;
  const { problem, tries, hasWaited } = pending;
  const isSame = before?.problem === problem && before.tries === tries && before.hasWaited === hasWaited;
  const saved = isSame ? recurring : await deps.recurring.save({ ...recurring, pending });
  await deps.recurringSchedules.createRetry(saved, pending.id);
  return saved;
}

async function tell(
  deps: RecurringDeps,
  recurring: RecurringJob,
  pending: PendingOccurrence,
  verdict: Verdict,
): Promise<RecurringJob> {
  const { name, cluster } = recurring.spec;
  const scheduledAt = new Date(pending.scheduledAt).toISOString();
  const said = { job: name, cluster, scheduledAt, problem: verdict.sentence };
  if (verdict.outcome === 'failed') deps.log.error('occurrence failed', said);
  else deps.log.warn('occurrence skipped', said);
  await deps.recurring.putVerdict(recurring, pending, verdict);
  return end(deps, toldOf(recurring, pending, verdict), pending);
}

async function end(
  deps: RecurringDeps,
  ended: RecurringJob,
  { id, tries, hasWaited }: PendingOccurrence,
): Promise<RecurringJob> {
  const saved = await deps.recurring.save(ended);
  if (tries > 0 || hasWaited) await deps.recurringSchedules.removeRetry(id);
  return saved;
}
