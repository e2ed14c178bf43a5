import { UpstreamError } from '../http/upstream-error.ts';
import { RefusedDefinitionError, ZombieJobError } from '../job/errors.ts';
import { isUrgent } from '../job/execution.ts';
import type { Job } from '../job/job.ts';
import type { JobProgress } from '../job/progress.ts';
import { isToChange, type Step } from '../plan/progress/step.ts';
import type { Framework } from '../ports/framework.ts';
import type { Observation } from '../ports/observation.ts';
import type { EvaluateDeps } from './evaluate-deps.ts';
import { retireJob } from './retire-job.ts';

/** After these steps the job is looked at again: so soon the framework usually shows what came of them. */
const requeueAfterMs = {
  /** Until an app or a job can be read back. */
  submit: 300,
  /** A refusal is final, and written at once. */
  refused: 0,
  /** Until a deployment is listed. */
  resize: 100,
  /** Until a deployment is listed, and an agent has ended the task. */
  scale: 300,
  /** Until an agent has ended the task. */
  kill: 500,
  /** Until Chronos has put the changed definition before its queue. */
  quiet: 2_000,
  remove: 300,
};
/** A definite refusal: nothing was done. */
const refusals = { from: 400, to: 499 };

/** What came of a step. */
export interface Outcome {
  /** When to look at the job again; null leaves it to the next tick. */
  requeueAfterMs: number | null;
  /** Why the framework will never take the job, for a person; null when it may. */
  refusal: string | null;
}

/** What a step is done to: the job as it was written before, and what was seen of it. */
interface Target {
  job: Job;
  observation: Observation;
}

/** Does the step that an evaluation chose. What fails is noted in the job and done again by a later evaluation. */
export async function executeStep(
  deps: EvaluateDeps,
  framework: Framework,
  target: Target,
  step: Step,
): Promise<Outcome> {
  let outcome: Outcome;
  try {
    outcome = { requeueAfterMs: await act(deps, framework, target, step), refusal: null };
  } catch (error) {
    // Of a job that runs already a refusal is a failure like others: it goes on as it is.
    if (step.do === 'submit' && error instanceof RefusedDefinitionError)
      return { requeueAfterMs: requeueAfterMs.refused, refusal: error.message };
    await noteFailure(deps, target.job, step, error as Error);
    return { requeueAfterMs: null, refusal: null };
  }
  await noteSuccess(deps, target.job, step);
  return outcome;
}

async function noteSuccess(deps: EvaluateDeps, job: Job, step: Step): Promise<void> {
  const { failedStep, call } = job.progress;
  const isMended = failedStep?.do === step.do;
  const isAnswered = call !== null && callingSteps.has(step.do);
  if (!isMended && !isAnswered) return;
  await note(deps, job, { failedStep: isMended ? null : failedStep, call: isAnswered ? null : call });
}

/** The next tick sees that the step was not done and does it again; meanwhile the job says why it stands still. */
async function noteFailure(deps: EvaluateDeps, job: Job, step: Step, error: Error): Promise<void> {
  const sentence = `The step ${step.do} failed: ${error.message}`;
  deps.log.error('step failed', { jobId: job.spec.jobId, step: step.do, problem: sentence });
  const call = isRefused(error) ? null : job.progress.call;
  await note(deps, job, { failedStep: { do: step.do, sentence }, call });
  if (error instanceof ZombieJobError) await retireJob(deps.store, job);
}

/** These may bring the job into the framework. */
const callingSteps: ReadonlySet<Step['do']> = new Set(['submit', 'resize', 'start', 'quiet']);

function isRefused(error: unknown): boolean {
  return error instanceof UpstreamError && error.status >= refusals.from && error.status <= refusals.to;
}

async function note(
  { store }: EvaluateDeps,
  job: Job,
  noted: Pick<JobProgress, 'failedStep' | 'call'>,
): Promise<void> {
  await store.save(job, { progress: { ...job.progress, ...noted }, point: null, foldedRuns: [] });
}

async function act(
  deps: EvaluateDeps,
  framework: Framework,
  { job, observation }: Target,
  step: Step,
): Promise<number | null> {
  const { spec, progress } = job;
  switch (step.do) {
    case 'nothing':
      return null;
    case 'look-again':
      return step.afterSeconds * 1000;
    case 'submit':
      await framework.submit(spec, progress.cpus);
      return requeueAfterMs.submit;
    case 'resize':
      await resize(framework, job, step.force);
      return requeueAfterMs.resize;
    case 'scale':
      await framework.scale?.(spec, step.instances, step);
      return requeueAfterMs.scale;
    case 'start':
      // In one step with the resize: what was looked at a moment ago is still so.
      if (resizesFirst(observation, progress)) await resize(framework, job, false);
      await framework.start?.(spec);
      return null;
    case 'kill':
      await framework.kill(spec, step.taskId);
      return requeueAfterMs.kill;
    case 'quiet':
      await framework.quiet?.(spec);
      return requeueAfterMs.quiet;
    case 'remove':
      await framework.remove(spec);
      return requeueAfterMs.remove;
    case 'retire':
      await retireJob(deps.store, job);
      return null;
  }
}

function resize(framework: Framework, { spec, progress }: Job, force: boolean): Promise<void> {
  return framework.resize(spec, progress.cpus, { force, isUrgent: isUrgent(progress.execution) });
}

function resizesFirst(observation: Observation, progress: JobProgress): boolean {
  const isSeen = observation.known && observation.found && observation.kind === 'started-runs';
  return isSeen && isToChange(observation, progress);
}
