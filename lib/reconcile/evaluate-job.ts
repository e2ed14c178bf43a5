import type { Law } from '../control/law.ts';
import { RefusedDefinitionError, StaleJobError } from '../job/errors.ts';
import { isFinished, type Job, type JobProgress, type LawName } from '../job/job.ts';
import type { Step } from './next-step.ts';
import { type Evaluation, planEvaluation, refusedEvaluation } from './plan-evaluation.ts';
import type { Cause, Framework, FrameworkOf, JobStore, Log, Now, Observation, Schedules } from './ports.ts';
import { retireJob } from './retire-job.ts';

export interface EvaluateDeps {
  store: JobStore;
  frameworkOf: FrameworkOf;
  schedules: Schedules;
  laws: Record<LawName, Law>;
  /** Resolves to whether none of the job's metrics is left to send. */
  sendMetrics: (job: Job) => Promise<boolean>;
  /** Sets or removes the alarm of the job; whether it is as it should be. Never throws. */
  keepAlarm: (job: Job) => Promise<boolean>;
  log: Log;
  now: Now;
  sleep: (milliseconds: number) => Promise<void>;
}

/** For how long one call may look again before it leaves the rest to the next tick. */
export const lookingSeconds = 20;
const longestLookGapSeconds = 2;
/** No delivery takes longer: what is older was not delivered by whoever made it. */
const deliveryTakesMs = 15_000;
const scheduleMarginMs = 12 * 3_600_000;
const scheduleLifeMs = 24 * 3_600_000;

/** When the schedule of a live job ends by itself, if nobody extends it. */
export const scheduleEnd = (deadlineAt: number, now: number) => Math.max(deadlineAt, now) + scheduleLifeMs;

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
    if (looked.againMs === null || deps.now() + looked.againMs > until) {
      // Whoever launches a job waits for the answer, and Monasca may be slow: the next evaluation tells it.
      if (cause === 'launch') return looked.job;
      const delivered = await deliver(deps, looked.job, madePoint);
      const alarmIsRight = delivered && (await deps.keepAlarm(looked.job));
      if (looked.isGone && alarmIsRight) await deps.schedules.remove(jobId);
      return looked.job;
    }
    await deps.sleep(Math.min(looked.againMs * 1.5 ** Math.min(look, 5), longestLookGapSeconds * 1000));
  }
}

/** Whoever makes a point delivers it, so that two evaluations do not do it twice; what is still there later, anyone may. */
async function deliver({ sendMetrics, now }: EvaluateDeps, job: Job, madePoint: boolean): Promise<boolean> {
  const { metricsSentUpTo, progress } = job;
  if (metricsSentUpTo >= progress.lastPointAt) return true;
  const isLeftOver = now() - progress.lastPointAt > deliveryTakesMs;
  return madePoint || isLeftOver ? sendMetrics(job) : false;
}

interface Looked {
  job: Job;
  madePoint: boolean;
  againMs: number | null;
  /** Retired before, and no call that was under way then has brought the job back to the framework. */
  isGone: boolean;
}

/** One reconciliation: observe, plan, write, act. Whoever loses the race for the write looks again. */
async function lookOnce(deps: EvaluateDeps, known: Job, cause: Cause | 'look'): Promise<Looked> {
  const framework = deps.frameworkOf(known.spec);
  const observation = await observe(framework, known);
  const job = await withLastReport(deps.store, known, observation);
  if (job.version !== known.version) return lostRace(known);
  const evaluation = planEvaluation(job, observation, deps.laws[job.spec.law], deps.now());
  try {
    const written = await write(deps, job, evaluation, cause);
    logDecision(deps.log, written, evaluation, cause);
    const isGone = job.retired && observation.known && evaluation.step.do === 'nothing';
    const madePoint = evaluation.point !== null;
    return { job: written, madePoint, isGone, againMs: await act(deps, framework, written, evaluation.step) };
  } catch (error) {
    if (error instanceof StaleJobError) return lostRace(known);
    throw error;
  }
}

const lostRace = (job: Job): Looked => ({ job, madePoint: false, isGone: false, againMs: 50 });

/** A report is written before its task ends: a job that is read after its run was seen to be over has it. */
async function withLastReport(store: JobStore, job: Job, observation: Observation): Promise<Job> {
  const isOver = observation.known && observation.found && observation.run === 'idle';
  if (!isOver || job.progress.run === null) return job;
  return (await store.load(job.spec.jobId)) ?? job;
}

async function observe(framework: Framework, { spec }: Job): Promise<Observation> {
  try {
    return await framework.observe(spec);
  } catch (error) {
    // What was reported is counted all the same; the framework is asked again at the next tick.
    return { known: false, problem: `${spec.framework} could not be asked: ${(error as Error).message}` };
  }
}

async function write(
  deps: EvaluateDeps,
  job: Job,
  evaluation: Evaluation,
  cause: Cause | 'look',
): Promise<Job> {
  const { progress, point, foldedRuns, changed } = evaluation;
  const live = !isFinished(progress.status);
  const isEnding = !live && !job.retired;
  // A crash may have kept it from its place; after the last point no other is written that would put it there.
  if (job.pendingPoint && (point || isEnding)) await deps.store.putPoint(job.spec.jobId, job.pendingPoint);
  const next = live ? await keepTicking(deps, job, progress) : progress;
  const worthSaving = changed || next !== progress || foldedRuns.length > 0 || (cause === 'tick' && live);
  if (!worthSaving) return job;
  const written = await deps.store.save(job, { progress: next, point, foldedRuns });
  if (point) await deps.store.putPoint(job.spec.jobId, point);
  return written;
}

/** A live job always has a tick to come: its schedule is extended long before it ends. */
async function keepTicking(
  { schedules, now }: EvaluateDeps,
  job: Job,
  progress: JobProgress,
): Promise<JobProgress> {
  const scheduleEndsAt = scheduleEnd(job.deadlineAt, now());
  if (scheduleEndsAt - progress.scheduleEndsAt <= scheduleMarginMs) return progress;
  await schedules.extend(job.spec.jobId, scheduleEndsAt);
  return { ...progress, scheduleEndsAt };
}

/** Does the step; resolves to the milliseconds after which to look again, or null. */
async function act(deps: EvaluateDeps, framework: Framework, job: Job, step: Step): Promise<number | null> {
  try {
    return await doStep(deps, framework, job, step);
  } catch (error) {
    // The next tick sees that the step was not done and does it again; meanwhile the job says why it stands still.
    const problem = `To ${step.do} the job failed: ${(error as Error).message}`;
    deps.log.error('step failed', { jobId: job.spec.jobId, step: step.do, problem });
    await deps.store.save(job, { progress: { ...job.progress, problem }, point: null, foldedRuns: [] });
    return null;
  }
}

async function doStep(
  deps: EvaluateDeps,
  framework: Framework,
  job: Job,
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
      await framework.resize(spec, progress.cpus);
      return 100;
    case 'start':
      if (!(await framework.start(spec))) deps.log.warn('start not confirmed', { jobId: spec.jobId });
      return null;
    case 'kill':
      await framework.kill(spec);
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

function logDecision(log: Log, job: Job, { step, point }: Evaluation, cause: Cause | 'look'): void {
  if (!point && step.do === 'nothing') return;
  const { decision, completed, status, problem } = job.progress;
  log.info('evaluated', {
    jobId: job.spec.jobId,
    job: job.spec.name,
    cause,
    status,
    step: step.do,
    completed,
    iterations: job.spec.iterations,
    ...(decision
      ? { cpus: decision.cpus, reason: decision.reason.code, sentence: decision.reason.sentence }
      : {}),
    ...(problem ? { problem } : {}),
  });
}
