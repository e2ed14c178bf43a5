import type { Plan } from '../control/law.ts';
import type { Decision } from '../job/decision.ts';
import type { Execution } from '../job/execution.ts';
import { frameworkTraits } from '../job/frameworks.ts';
import type { JobSpec } from '../job/job.ts';
import { isFinished, type JobProgress } from '../job/progress.ts';
import type { Observation } from '../ports/observation.ts';
import type { Context } from './context.ts';
import { isLocked } from './looping-app/next-app-step.ts';
import { runBeganAt, sameCpus } from './progress/step.ts';
import { hadToWait, isHeldLong } from './started-runs/contention.ts';

const decisionHoldsMs = 60_000;
/** Until one was measured: an offer, an image that is there already, and the end of the task before. */
const assumedRestartSeconds = 10;
const leastRestartSeconds = 0.1;
/** A resize that the framework could not take is tried again for so long; later it would cost too much of the run. */
const resizeWindowMs = 2_000;

/** The job as the law sees it. */
export function planOf(spec: JobSpec, deadlineAt: number, restartSeconds: number | null = null): Plan {
  return {
    iterations: spec.iterations,
    startedAt: spec.launchedAt,
    deadlineAt,
    deviation: spec.deviation,
    iterationDurationSeconds: spec.iterationDurationSeconds,
    initialCpus: spec.initialCpus,
    cpus: spec.cpus,
    pauseSeconds: spec.pauseSeconds,
    target: spec.target,
    restartSeconds: frameworkTraits[spec.framework].restartsOnResize ? restartOf(restartSeconds) : 0,
  };
}

/** By 0 the law would take the job for one that need not be restarted. */
function restartOf(measured: number | null): number {
  return Math.max(leastRestartSeconds, measured ?? assumedRestartSeconds);
}

/** The cpus that the framework gives the job, and whether it would not take others now. */
interface Allocation {
  cpus: number;
  isLocked: boolean;
}

/** Between two runs a decision stands until the next run has begun, however often the job is looked at. */
function isDecisionDue(
  { status, execution, completed, decision, cpus }: JobProgress,
  allocation: Allocation,
  { job, now, gate }: Context,
): boolean {
  if (isFinished(status)) return false;
  if (decision === null || completed !== job.progress.completed) return true;
  if ((decision.changes ?? 0) !== job.changes) return true;
  if (isHeld(execution) || roomCpusOf(gate) !== null) return true;
  if (!sameCpus(cpus, allocation.cpus) && now - decision.at < resizeWindowMs) return false;
  return execution.run !== null || now - decision.at > decisionHoldsMs;
}

/** What the law decides when a decision is due, within what the cluster has room for. */
export function decideCpus(progress: JobProgress, context: Context): JobProgress {
  if (context.job.pausedAt !== null) return withinBounds(progress, context);
  const allocation = allocationOf(progress, context.observation);
  return isDecisionDue(progress, allocation, context) ? decide(progress, allocation, context) : progress;
}

/** While a job is paused nothing is decided: what was forecast holds no more, and what will be is the user's to say. */
function withinBounds(progress: JobProgress, { plan }: Context): JobProgress {
  const { min, max } = plan.cpus;
  const cpus = Math.min(Math.max(progress.cpus, min), max);
  return cpus === progress.cpus || isFinished(progress.status) ? progress : { ...progress, cpus };
}

/** An app has what Marathon shows of it; a job of Chronos will have at its next run what it should. */
function allocationOf({ cpus }: JobProgress, observation: Observation): Allocation {
  const isApp = observation.known && observation.found && observation.kind === 'looping-app';
  return isApp ? { cpus: observation.cpus, isLocked: isLocked(observation) } : { cpus, isLocked: false };
}

function decide(
  progress: JobProgress,
  allocation: Allocation,
  { job, law, plan, now, gate }: Context,
): JobProgress {
  const { completed, cpus } = progress;
  const beganAt = runBeganAt(progress.execution);
  const newlyCompleted = completed - job.progress.completed;
  // An app is already in its next run, or in the pause before it, but this is still the time for a resize.
  const isBetweenRuns = beganAt === null || beganAt > now || newlyCompleted > 0;
  const runAgeSeconds = isBetweenRuns ? null : (now - beganAt) / 1000;
  const gapSoFarSeconds = gapSoFar(progress, plan, now);
  const { ceiling } = progress;
  const ceilingCpus = ceiling && ceiling.untilAt > now ? ceiling.cpus : plan.cpus.max;
  const roomCpus = Math.min(ceilingCpus, roomCpusOf(gate) ?? ceilingCpus);
  const seen = { now, completed, cpus: allocation.cpus, runAgeSeconds, gapSoFarSeconds, newlyCompleted };
  const others = othersWait(progress, now);
  const { decision, memory } = law.decide(progress.memory, { ...seen, roomCpus, othersWait: others }, plan);
  const highest = Math.min(plan.cpus.max, roomCpus);
  const allowed = Math.round(Math.max(plan.cpus.min, Math.min(decision.cpus, highest)) * 1000) / 1000;
  const decided = allocation.isLocked ? allocation.cpus : allowed;
  return {
    ...progress,
    memory,
    cpus: decided,
    resizes: progress.resizes + (sameCpus(decided, cpus) || sameCpus(decided, allocation.cpus) ? 0 : 1),
    decision: { ...rounded(decision), cpus: decided, at: now, changes: job.changes },
  };
}

/** Whether the last run had to wait for others, or the next one has to. An app holds what it has, and waits for nobody. */
function othersWait({ execution }: JobProgress, now: number): boolean {
  return execution.kind === 'started-runs' && (hadToWait(execution.waits) || isHeldLong(execution.held, now));
}

/** A run that is held begins with what is right when it may. */
function isHeld(execution: Execution): boolean {
  return execution.kind === 'started-runs' && execution.held !== undefined;
}

function roomCpusOf(gate: Context['gate']): number | null {
  return gate?.isOpen ? gate.roomCpus : null;
}

/** Seconds of the gap before the next run that have passed; the first run has no pause before it. */
function gapSoFar({ lastEndAt }: JobProgress, { pauseSeconds }: Plan, now: number): number {
  return lastEndAt === null ? pauseSeconds : Math.max(0, now - lastEndAt) / 1000;
}

const longestSeconds = 1e9;

/** Numbers as they are worth keeping: whole milliseconds, four digits of a probability, tenths of a second. */
function rounded(decision: Decision): Decision {
  const { finishAt, onTimeProbability } = decision.forecast;
  const { p10, p50, p90 } = finishAt;
  return {
    ...decision,
    hungAfterSeconds: Math.round(Math.min(decision.hungAfterSeconds, longestSeconds) * 10) / 10,
    forecast: {
      finishAt: { p10: Math.round(p10), p50: Math.round(p50), p90: Math.round(p90) },
      onTimeProbability: Math.round(onTimeProbability * 1e4) / 1e4,
    },
  };
}
