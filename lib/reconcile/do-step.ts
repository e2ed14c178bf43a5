import { RefusedDefinitionError } from '../job/errors.ts';
import type { Job, JobProgress } from '../job/job.ts';
import type { EvaluateDeps } from './evaluate-deps.ts';
import { refusedEvaluation } from './plan-evaluation.ts';
import type { Framework } from './ports.ts';
import { retireJob } from './retire-job.ts';
import type { Step } from './step.ts';

/** Does the step that an evaluation chose; resolves to the milliseconds after which to look again, or null. */
export async function doStep(
  deps: EvaluateDeps,
  framework: Framework,
  job: Job,
  step: Step,
): Promise<number | null> {
  let againMs: number | null;
  try {
    againMs = await act(deps, framework, job, step);
  } catch (error) {
    // The next tick sees that the step was not done and does it again; meanwhile the job says why it stands still.
    const sentence = `To ${step.do} the job failed: ${(error as Error).message}`;
    deps.log.error('step failed', { jobId: job.spec.jobId, step: step.do, problem: sentence });
    await noteFailure(deps, job, { do: step.do, sentence });
    return null;
  }
  if (job.progress.failedStep?.do === step.do) await noteFailure(deps, job, null);
  return againMs;
}

async function noteFailure(
  { store }: EvaluateDeps,
  job: Job,
  failedStep: JobProgress['failedStep'],
): Promise<void> {
  await store.save(job, { progress: { ...job.progress, failedStep }, point: null, foldedRuns: [] });
}

async function act(deps: EvaluateDeps, framework: Framework, job: Job, step: Step): Promise<number | null> {
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
      return 100;
    case 'start':
      await framework.start?.(spec);
      return null;
    case 'kill':
      await framework.kill(spec, step.taskId);
      return 500;
    case 'retire':
      await retireJob(deps.store, framework, job);
      return null;
  }
}

async function submit(deps: EvaluateDeps, framework: Framework, job: Job): Promise<number> {
  try {
    await framework.submit(job.spec, job.progress.cpus);
    return 300;
  } catch (error) {
    if (!(error instanceof RefusedDefinitionError)) throw error;
    const { progress, point } = refusedEvaluation(job, error.message, deps.now());
    await deps.store.save(job, { progress, point, foldedRuns: [] });
    if (point) await deps.store.putPoint(job.spec.jobId, point);
    return 0;
  }
}
