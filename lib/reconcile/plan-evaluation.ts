import { isDeepStrictEqual } from 'node:util';
import type { Law } from '../control/law.ts';
import type { Finish, Job, JobProgress, JobSpec, JobStatus, Point } from '../job/job.ts';
import { isFinished } from '../job/job.ts';
import { type Allocation, decideCpus, isDecisionDue, planOf } from './decide-cpus.ts';
import { foldReports } from './fold-reports.ts';
import { isLocked } from './next-app-step.ts';
import { nextStep } from './next-step.ts';
import type { Observation } from './ports.ts';
import { settleApp } from './settle-app.ts';
import { settleRun } from './settle-run.ts';
import { type Step, sameCpus } from './step.ts';

/** So long may the framework not know a job that it knew before somebody must have deleted it. */
const missingGraceMs = 45_000;

export interface Evaluation {
  progress: JobProgress;
  foldedRuns: string[];
  /** null when nothing changed that would be drawn or measured. */
  point: Point | null;
  /** Whether more than the age of the forecast changed. */
  changed: boolean;
  step: Step;
}

/** The whole of one evaluation as a pure function: fold, settle, end, decide, and the next step. */
export function planEvaluation(job: Job, observation: Observation, law: Law, now: number): Evaluation {
  const plan = planOf(job.spec, job.deadlineAt, job.progress.restartSeconds);
  const folded = isFinished(job.progress.status)
    ? { progress: job.progress, newlyCompleted: 0, iterations: [] }
    : foldReports(job, law, plan, now);
  const settled = ended(job, settle(folded.progress, observation, job.spec, now), now);
  const allocation = allocationOf(settled, observation);
  const asked = isDecisionDue(job, settled, allocation, now);
  const decided = asked ? decideCpus(job, settled, { law, plan, allocation, now }) : settled;
  const step = nextStep(job, decided, observation, now);
  const kept = stillFails(decided, step, observation) ? decided : { ...decided, failedStep: null };
  const progress = before(step, kept, observation, now);
  const point = pointOf(job, progress, folded.iterations, now);
  return {
    progress: point ? { ...progress, lastPointAt: point.at } : progress,
    foldedRuns: Object.keys(job.inbox),
    point,
    changed: point !== null || !isDeepStrictEqual(lasting(progress), lasting(job.progress)),
    step,
  };
}

/** An app has what Marathon shows of it; a job of Chronos will have at its next run what it should. */
function allocationOf({ cpus }: JobProgress, observation: Observation): Allocation {
  const isApp = observation.known && observation.found && 'app' in observation;
  return isApp ? { cpus: observation.cpus, isLocked: isLocked(observation) } : { cpus, isLocked: false };
}

/** The job whose definition the framework will never take. */
export function refusedEvaluation(
  job: Job,
  sentence: string,
  now: number,
): Pick<Evaluation, 'progress' | 'point'> {
  const progress = finish(job.progress, 'FAILED', { at: now, reason: 'refused-by-framework', sentence });
  const point = pointOf(job, progress, [], now);
  return { progress: { ...progress, lastPointAt: point?.at ?? progress.lastPointAt }, point };
}

function settle(progress: JobProgress, observation: Observation, spec: JobSpec, now: number): JobProgress {
  if (isFinished(progress.status)) return progress;
  if (!observation.known) return { ...progress, problem: observation.problem };
  if (!observation.found) return settleMissing(progress, spec, now);
  if (!observation.ours) {
    const sentence = `Another ${spec.framework} job has the name ${spec.name}; delete or rename it, then launch again.`;
    return finish(progress, 'FAILED', { at: now, reason: 'name-taken-in-framework', sentence });
  }
  const status: JobStatus = 'RUNNING';
  const going = { ...progress, status, missingSince: null, problem: null };
  if (!('app' in observation)) return settleRun(going, observation, spec, now);
  const { failure } = observation.app;
  // At the first look it may be one of an app of the same name before this one.
  const isForeign = progress.status === 'LAUNCHING' && failure?.isOld;
  const crashedTask = isForeign ? failure.taskId : going.crashedTask;
  return settleApp({ ...going, crashedTask }, observation, spec, now);
}

function settleMissing(progress: JobProgress, spec: JobSpec, now: number): JobProgress {
  if (progress.status === 'LAUNCHING') {
    const isSlow = now - spec.launchedAt > missingGraceMs;
    // Why it could not be submitted says more.
    const isUnexplained = isSlow && progress.failedStep === null;
    return { ...progress, problem: isUnexplained ? notYet(spec) : null };
  }
  const missingSince = progress.missingSince ?? now;
  if (now - missingSince < missingGraceMs) return { ...progress, missingSince };
  const sentence = 'The framework does not know the job any more: somebody deleted it there.';
  return finish(progress, 'FAILED', { at: now, reason: 'deleted-in-framework', sentence });
}

function notYet({ framework, name }: JobSpec): string {
  return `${framework} has not taken the job so far; perhaps an earlier ${name} is still being deleted there.`;
}

function ended({ spec, cancelRequestedAt }: Job, progress: JobProgress, now: number): JobProgress {
  if (isFinished(progress.status)) return progress;
  const { completed, failuresInRow, lastFinishedAt } = progress;
  if (completed >= spec.iterations) {
    const at = Math.min(now, Math.round((lastFinishedAt ?? now / 1000) * 1000));
    const sentence = `All ${spec.iterations} iterations are done.`;
    return finish(progress, 'COMPLETED', { at, reason: 'all-iterations-done', sentence });
  }
  if (cancelRequestedAt !== null) {
    const sentence = `Cancelled with ${completed} of ${spec.iterations} iterations done.`;
    return finish(progress, 'CANCELLED', { at: now, reason: 'cancelled', sentence });
  }
  if (failuresInRow >= spec.maxFailures) {
    const sentence = `${failuresInRow} runs failed in a row. ${progress.trouble ?? ''}`.trim();
    return finish(progress, 'FAILED', { at: now, reason: 'too-many-failures', sentence });
  }
  return progress;
}

/** The job as it ends. */
function finish(progress: JobProgress, status: JobStatus, end: Finish): JobProgress {
  return { ...progress, status, finish: end, run: null, problem: null, failedStep: null, trouble: null };
}

/** Whether the step that failed is still to be done; a start and a kill are repeated only when nothing has come of them for a while. */
function stillFails({ failedStep, run }: JobProgress, step: Step, observation: Observation): boolean {
  if (failedStep === null || !observation.known) return true;
  if (step.do === failedStep.do) return true;
  const isWaiting = step.do === 'nothing' || step.do === 'look-again';
  if (!isWaiting || run === null || !observation.found) return false;
  return failedStep.do === 'start'
    ? observation.run === 'idle'
    : failedStep.do === 'kill' && run.killedAt !== null;
}

/** What must be written before the step is done, so that a crash between the two is seen afterwards. */
function before(step: Step, progress: JobProgress, observation: Observation, now: number): JobProgress {
  if (step.do === 'start' && observation.known && observation.found && !('app' in observation)) {
    const { succeeded: succeededBefore, failed: failedBefore } = observation;
    const run = {
      requestedAt: now,
      runningAt: null,
      idleAt: null,
      killedAt: null,
      succeededBefore,
      failedBefore,
    };
    return { ...progress, run };
  }
  if (step.do === 'kill' && progress.run) {
    return { ...progress, run: { ...progress.run, killedAt: progress.run.killedAt ?? now } };
  }
  return progress;
}

function pointOf(
  job: Job,
  progress: JobProgress,
  iterations: Point['iterations'],
  now: number,
): Point | null {
  const was = job.progress;
  const news =
    progress.status !== was.status ||
    progress.completed !== was.completed ||
    progress.failures !== was.failures ||
    !sameCpus(progress.cpus, was.cpus) ||
    progress.decision?.outlook !== was.decision?.outlook;
  if (!news) return null;
  return {
    at: Math.max(now, was.lastPointAt + 1),
    status: progress.status,
    completed: progress.completed,
    remaining: job.spec.iterations - progress.completed,
    cpus: progress.cpus,
    deadlineAt: job.deadlineAt,
    coreSeconds: progress.coreSeconds,
    iterations,
    decision: progress.decision,
  };
}

/** The progress without what ages by itself. */
function lasting({ decision, ...rest }: JobProgress) {
  return { ...rest, decided: decision && { reason: decision.reason.code, outlook: decision.outlook } };
}
