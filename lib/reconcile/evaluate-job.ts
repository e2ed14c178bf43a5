import { StaleJobError } from '../job/errors.ts';
import type { Job } from '../job/job.ts';
import { doStep } from './do-step.ts';
import type { EvaluateDeps } from './evaluate-deps.ts';
import { isGivenUp } from './give-up.ts';
import { logDecision, logProblem } from './log-evaluation.ts';
import { planEvaluation } from './plan-evaluation.ts';
import type { Cause, Framework, JobStore, Observation } from './ports.ts';
import { saveEvaluation } from './save-evaluation.ts';
import { tellMonasca } from './tell-monasca.ts';

/** For how long one call may look again before it leaves the rest to the next tick. */
export const lookingSeconds = 20;
const longestLookGapSeconds = 2;
/** Brings one job a step, or several, nearer to what it should be. Resolves to the job as it is then; null if there is none. */
export async function evaluateJob(
  deps: EvaluateDeps,
  jobId: string,
  cause: Cause,
  patienceSeconds = lookingSeconds,
): Promise<Job | null> {
  const until = deps.now() + patienceSeconds * 1000;
  let madePoint = false;
  for (let look = 0; ; look++) {
    const job = await deps.store.load(jobId);
    if (!job) return null;
    const looked = await lookOnce(deps, job, look === 0 ? cause : 'look');
    madePoint ||= looked.madePoint;
    // Whoever launches a job waits for the answer, and neither for its task to run nor for Monasca: later evaluations see to these.
    const isLaunched = cause === 'launch' && looked.onlyWaits;
    if (looked.againMs === null || isLaunched || deps.now() + looked.againMs > until) {
      if (cause === 'launch') return looked.job;
      const isTold = await tellMonasca(deps, looked.job, { madePoint, isTick: cause === 'tick' });
      if (looked.isGone && (isTold || (await isGivenUp(deps, looked.job))))
        await deps.schedules.remove(jobId);
      return looked.job;
    }
    await deps.sleep(Math.min(looked.againMs * 1.5 ** Math.min(look, 5), longestLookGapSeconds * 1000));
  }
}

interface Looked {
  job: Job;
  madePoint: boolean;
  againMs: number | null;
  /** It is looked at again only to see how something goes on. */
  onlyWaits: boolean;
  /** Retired before, and no call that was under way then has brought the job back to the framework. */
  isGone: boolean;
}

/** One reconciliation: observe, plan, write, act. Whoever loses the race for the write looks again. */
async function lookOnce(deps: EvaluateDeps, known: Job, cause: Cause | 'look'): Promise<Looked> {
  const framework = deps.frameworkOf(known.spec);
  const observation = await observe(framework, known, deps.now());
  const job = await withLastReport(deps.store, known, observation);
  if (job.version !== known.version) return lostRace(known);
  const evaluation = planEvaluation(job, observation, deps.laws[job.spec.law], deps.now());
  try {
    const written = await saveEvaluation(deps, job, evaluation, cause);
    logDecision(deps.log, written, evaluation, cause);
    logProblem(deps.log, written, known, cause);
    const isGone = job.retired && observation.known && evaluation.step.do === 'nothing';
    const madePoint = evaluation.point !== null;
    return {
      job: written,
      madePoint,
      isGone,
      onlyWaits: evaluation.step.do === 'look-again',
      againMs: await doStep(deps, framework, written, evaluation.step),
    };
  } catch (error) {
    if (error instanceof StaleJobError) return lostRace(known);
    throw error;
  }
}

const lostRace = (job: Job): Looked => ({
  ...{ job, madePoint: false, isGone: false, onlyWaits: false },
  againMs: 50,
});

/** A report is written before its task ends: a job that is read after its run was seen to be over has it. */
async function withLastReport(store: JobStore, job: Job, observation: Observation): Promise<Job> {
  const isOver = observation.known && observation.found && observation.run === 'idle';
  if (!isOver || job.progress.run === null) return job;
  return (await store.load(job.spec.jobId)) ?? job;
}

async function observe(framework: Framework, { spec }: Job, now: number): Promise<Observation> {
  try {
    const seen = await framework.observe(spec, { states: true, since: now });
    const problem = 'statesProblem' in seen ? seen.statesProblem : undefined;
    return problem === undefined ? seen : { known: false, problem };
  } catch (error) {
    // What was reported is counted all the same; the framework is asked again at the next tick.
    return { known: false, problem: `${spec.framework} could not be asked: ${(error as Error).message}` };
  }
}
