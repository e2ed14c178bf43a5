import { UpstreamError } from '../http/upstream-error.ts';
import { RefusedDefinitionError, ZombieJobError } from '../job/errors.ts';
import type { Job, JobProgress } from '../job/job.ts';
import { refusedEvaluation } from '../plan/plan-evaluation.ts';
import { type Step, sameCpus } from '../plan/progress/step.ts';
import type { Framework } from '../ports/framework.ts';
import type { Observation } from '../ports/observation.ts';
import type { EvaluateDeps } from './evaluate-deps.ts';
import { retireJob } from './retire-job.ts';

/** After these steps the job is looked at again, to see what came of them. */
const lookAgainMs = { submit: 300, refused: 0, resize: 100, kill: 500, quiet: 2_000, remove: 300 };
/** A definite refusal: nothing was done. */
const refusals = { from: 400, to: 499 };

/** Does the step that an evaluation chose; resolves to the milliseconds after which to look again, or null. */
export async function executeStep(
  deps: EvaluateDeps,
  framework: Framework,
  seen: { job: Job; observation: Observation },
  step: Step,
): Promise<number | null> {
  const { job } = seen;
  let againMs: number | null;
  try {
    againMs = await act(deps, framework, seen, step);
  } catch (error) {
    // The next tick sees that the step was not done and does it again; meanwhile the job says why it stands still.
    const sentence = `To ${step.do} the job failed: ${(error as Error).message}`;
    deps.log.error('step failed', { jobId: job.spec.jobId, step: step.do, problem: sentence });
    const call = isRefused(error) ? null : job.progress.call;
    await note(deps, job, { failedStep: { do: step.do, sentence }, call });
    if (error instanceof ZombieJobError) await retireJob(deps.store, job);
    return null;
  }
  const { failedStep, call } = job.progress;
  const isMended = failedStep?.do === step.do;
  const isAnswered = call !== null && callingSteps.has(step.do);
  if (againMs !== lookAgainMs.refused && (isMended || isAnswered)) {
    await note(deps, job, { failedStep: isMended ? null : failedStep, call: isAnswered ? null : call });
  }
  return againMs;
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
  { job, observation }: { job: Job; observation: Observation },
  step: Step,
): Promise<number | null> {
  const { spec, progress } = job;
  switch (step.do) {
    case 'nothing':
      return null;
    case 'look-again':
      return step.afterSeconds * 1000;
    case 'submit':
      return submit(deps, framework, job);
    case 'resize':
      await framework.resize(spec, progress.cpus, step);
      return lookAgainMs.resize;
    case 'start':
      // In one step with the resize: what was looked at a moment ago is still so.
      if (resizesFirst(observation, progress)) await framework.resize(spec, progress.cpus, { force: false });
      await framework.start?.(spec);
      return null;
    case 'kill':
      await framework.kill(spec, step.taskId);
      return lookAgainMs.kill;
    case 'quiet':
      await framework.quiet?.(spec);
      return lookAgainMs.quiet;
    case 'remove':
      await framework.remove(spec);
      return lookAgainMs.remove;
    case 'retire':
      await retireJob(deps.store, job);
      return null;
  }
}

function resizesFirst(observation: Observation, { cpus }: JobProgress): boolean {
  return observation.known && observation.found && !sameCpus(observation.cpus, cpus);
}

async function submit(deps: EvaluateDeps, framework: Framework, job: Job): Promise<number> {
  try {
    await framework.submit(job.spec, job.progress.cpus);
    return lookAgainMs.submit;
  } catch (error) {
    if (!(error instanceof RefusedDefinitionError)) throw error;
    const { progress, point } = refusedEvaluation(job, error.message, deps.now());
    await deps.store.save(job, { progress, point, foldedRuns: [] });
    if (point) await deps.store.putPoint(job.spec.jobId, point);
    return lookAgainMs.refused;
  }
}
