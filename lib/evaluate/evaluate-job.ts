import { StaleJobError } from '../job/errors.ts';
import type { Job } from '../job/job.ts';
import { planRefusal } from '../plan/plan-evaluation.ts';
import type { Step } from '../plan/progress/step.ts';
import type { Observation } from '../ports/observation.ts';
import type { Cause } from '../ports/schedules.ts';
import { shouldAbandonDelivery } from './abandon-delivery.ts';
import type { EvaluateDeps } from './evaluate-deps.ts';
import { executeStep } from './execute-step.ts';
import { passGate } from './gate/pass-gate.ts';
import { logDecision, logProblem } from './log-evaluation.ts';
import { observe, withLastReport } from './observe.ts';
import { reportToMonasca } from './report-to-monasca.ts';
import { type Occasion, saveEvaluation } from './save-evaluation.ts';
import { noTries, type Tries, triesAfter, triesAtMost } from './tries.ts';

/** For how long one call may look again before it leaves the rest to the next tick. */
const lookingSeconds = 20;
/** The same while a caller of the API waits for it. */
const awaitedSeconds = 8;
/**
 * Lease of one evaluation on its job. If the evaluation dies, others wait until the lease ends; if it is slower than that,
 * another one begins, and the version of the job decides which of the two may write.
 */
const leaseMs = 45_000;
/** How long an evaluation that is awaited waits before it tries again to take the lease of another one. */
const othersLookMs = 250;
const lostRaceMs = 50;
const racesAtMost = 5;

/**
 * Brings one job a step, or several, nearer to what it should be. Resolves to the job as it is then; null if there is none.
 * One evaluation at a time looks at a job. A second one exits: the first checks at its end what has arrived meanwhile.
 * One that is awaited waits for the end of the first, and leaves to the next tick whatever its caller need not wait for.
 */
export async function evaluateJob(
  deps: EvaluateDeps,
  jobId: string,
  cause: Cause,
  isAwaited = false,
): Promise<Job | null> {
  const until = deps.now() + (isAwaited ? awaitedSeconds : lookingSeconds) * 1000;
  const holder = deps.newHolder();
  for (;;) {
    if (await deps.store.takeLease(jobId, holder, deps.now() + leaseMs)) {
      const job = await lookUntilQuiet(deps, jobId, { cause, until, isAwaited }).finally(() =>
        endLease(deps, jobId, holder),
      );
      const later = job && (await deps.store.load(jobId));
      if (!later || !hasNews(job, later) || deps.now() >= until) return later;
    } else {
      const job = await deps.store.load(jobId);
      if (!job || !isAwaited || deps.now() >= until) return job;
      await deps.sleep(othersLookMs);
    }
  }
}

/** A lease that could not be ended is over in a moment; what was done is done. */
async function endLease({ store, log }: EvaluateDeps, jobId: string, holder: string): Promise<void> {
  try {
    await store.endLease(jobId, holder);
  } catch (error) {
    log.warn('lease not released; it expires by itself', { jobId, problem: (error as Error).message });
  }
}

/** Whether a report or a requested change came after the last look. */
function hasNews(job: Job, later: Job): boolean {
  const isNew = (run: string) => !(run in job.inbox);
  return (
    Object.keys(later.inbox).some(isNew) ||
    later.cancelRequestedAt !== job.cancelRequestedAt ||
    later.resendRequestedAt !== job.resendRequestedAt ||
    later.changes !== job.changes
  );
}

interface Series {
  cause: Cause;
  /** When the last look begins at the latest, epoch milliseconds. */
  until: number;
  isAwaited: boolean;
}

/** Looks at the job again and again until nothing more is to be seen soon, then reports to Monasca. */
async function lookUntilQuiet(deps: EvaluateDeps, jobId: string, series: Series): Promise<Job | null> {
  const { cause, isAwaited } = series;
  let madePoint = false;
  let hasFolded = false;
  let races = 0;
  let tries = noTries;
  for (let look = 0; ; look++) {
    const job = await deps.store.load(jobId);
    if (!job) return null;
    const looked = await lookOnce(deps, job, { cause: look === 0 ? cause : 'look', isAwaited });
    madePoint ||= looked.madePoint;
    hasFolded ||= looked.hasFolded;
    races += looked.lostRace ? 1 : 0;
    tries = triesAfter(tries, looked.step, looked.job.progress);
    const isEnough = races > racesAtMost || tries.count > triesAtMost;
    const waitMs = isEnough ? null : nextLookInMs(deps, backedOff(looked, tries), { ...series, hasFolded });
    if (waitMs === null) {
      // Nobody waits for Monasca.
      if (!isAwaited) await finishEvaluation(deps, looked, { madePoint, isTick: cause === 'tick' });
      return looked.job;
    }
    await deps.sleep(waitMs);
  }
}

/** A change that the framework does not take at once, as while an earlier app of the name is being deleted, it takes later. */
function backedOff(looked: Looked, { step, count }: Tries): Looked {
  const { requeueAfterMs } = looked;
  if (requeueAfterMs === null || looked.step === null || looked.step !== step) return looked;
  return { ...looked, requeueAfterMs: requeueAfterMs * count };
}

/** Milliseconds until this evaluation looks again; null when it does not. */
function nextLookInMs(
  { now }: EvaluateDeps,
  { requeueAfterMs, onlyWaits }: Looked,
  { isAwaited, until, hasFolded }: Series & { hasFolded: boolean },
): number | null {
  // Nobody waits for the task to run: later evaluations see to that. But the evaluation that a report woke may have found the lease
  // taken. Then this one, which counted the report, starts the next run.
  if (requeueAfterMs === null || (isAwaited && onlyWaits && !hasFolded)) return null;
  return now() + requeueAfterMs > until ? null : requeueAfterMs;
}

/** Reports the job to Monasca, and removes the schedule of a job that has nothing left to do. */
async function finishEvaluation(
  deps: EvaluateDeps,
  { job, isGone }: Looked,
  telling: { madePoint: boolean; isTick: boolean },
): Promise<void> {
  const isTold = await reportToMonasca(deps, job, telling);
  if (!isGone || !(isTold || (await shouldAbandonDelivery(deps, job)))) return;
  await deps.store.markClean(job.spec.jobId);
  await deps.schedules.remove(job.spec.jobId);
}

interface Looked {
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
async function lookOnce(deps: EvaluateDeps, known: Job, occasion: Occasion): Promise<Looked> {
  const { cause } = occasion;
  const framework = deps.frameworkOf(known.spec);
  const observation = await observe(framework, known, deps.now());
  const job = await withLastReport(deps.store, known, observation);
  if (job.version !== known.version) return lostRace(known);
  const { evaluation, afterwards } = await passGate(deps, job, observation);
  const { step, point } = evaluation;
  try {
    const written = await saveEvaluation(deps, job, evaluation, occasion);
    logDecision(deps.log, written, evaluation, cause);
    logProblem(deps.log, written, known, cause);
    const outcome = await executeStep(deps, framework, { job: written, observation }, step);
    await afterwards();
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
