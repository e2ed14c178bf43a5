import { StaleJobError } from '../job/errors.ts';
import type { Job } from '../job/job.ts';
import { planEvaluation, planRefusal } from '../plan/plan-evaluation.ts';
import { seenProgress } from '../plan/progress/execution.ts';
import type { Step } from '../plan/progress/step.ts';
import { hasEnded } from '../plan/started-runs/settle-run.ts';
import type { JobStore } from '../ports/job-store.ts';
import type { Observation } from '../ports/observation.ts';
import type { Cause } from '../ports/schedules.ts';
import type { EvaluateDeps } from './evaluate-deps.ts';
import { executeStep } from './execute-step.ts';
import { logDecision, logProblem } from './log-evaluation.ts';
import { observe } from './observe.ts';
import { type Occasion, saveEvaluation } from './save-evaluation.ts';

const lostRaceMs = 50;

/** What came of one look at a job. */
export interface Looked {
  job: Job;
  madePoint: boolean;
  hasFolded: boolean;
  lostRace: boolean;
  step: Step['do'] | null;
  requeueAfterMs: number | null;
  /** It is looked at again only to see how something goes on. */
  onlyWaits: boolean;
  /** Retired before, and no call that was under way then has brought the job back to the framework. */
  isGone: boolean;
}

/** One reconciliation: observe, plan, write, act. An evaluation that loses the race for the write looks again. */
export async function lookOnce(deps: EvaluateDeps, known: Job, occasion: Occasion): Promise<Looked> {
  const { cause } = occasion;
  const framework = deps.frameworkOf(known.spec);
  const observation = await observe(framework, known, deps.now());
  const job = await withLastReport(deps.store, known, observation);
  if (job.version !== known.version) return lostRace(known);
  const evaluation = planEvaluation(job, observation, deps.laws[job.spec.law], deps.now());
  const { step, point } = evaluation;
  try {
    const written = await saveEvaluation(deps, job, evaluation, occasion);
    logDecision(deps.log, written, evaluation, cause);
    logProblem(deps.log, written, known, cause);
    const outcome = await executeStep(deps, framework, { job: written, observation }, step);
    if (outcome.refusal !== null) await saveRefusal(deps, written, { refusal: outcome.refusal, cause });
    return {
      job: written,
      madePoint: point !== null,
      hasFolded: evaluation.foldedRuns.length > 0,
      lostRace: false,
      step: step.do,
      onlyWaits: step.do === 'look-again',
      requeueAfterMs: outcome.requeueAfterMs,
      isGone: job.retired && step.do === 'nothing' && isAway(observation),
    };
  } catch (error) {
    if (error instanceof StaleJobError) return lostRace(known);
    throw error;
  }
}

async function saveRefusal(
  { store, log, now }: EvaluateDeps,
  job: Job,
  { refusal, cause }: { refusal: string; cause: Cause | 'look' },
): Promise<void> {
  const refused = planRefusal(job, refusal, now());
  const written = await store.save(job, refused);
  logDecision(log, written, { step: { do: 'nothing' }, point: refused.point }, cause);
  if (refused.point) await store.putPoint(job.spec.jobId, refused.point);
}

function isAway(observation: Observation): boolean {
  return observation.known && !(observation.found && observation.ours);
}

function lostRace(job: Job): Looked {
  return {
    job,
    madePoint: false,
    hasFolded: false,
    lostRace: true,
    step: null,
    isGone: false,
    onlyWaits: false,
    requeueAfterMs: lostRaceMs,
  };
}

/** A report is written before its task ends: a job that is read after its run was seen to be over has it. */
async function withLastReport(store: JobStore, job: Job, observation: Observation): Promise<Job> {
  if (!observation.known || !observation.found) return job;
  const known = seenProgress(job.progress, observation);
  if (known.kind === 'looping-app') return job;
  const { run } = known.progress.execution;
  if (run === null) return job;
  const isOver = known.seen.run === 'idle' || hasEnded(known.progress, run, known.seen);
  return isOver ? ((await store.load(job.spec.jobId)) ?? job) : job;
}
