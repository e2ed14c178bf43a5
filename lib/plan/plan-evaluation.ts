import { isDeepStrictEqual } from 'node:util';
import type { Law } from '../control/law.ts';
import type { Job, JobProgress, Point } from '../job/job.ts';
import { isFinished } from '../job/job.ts';
import type { Observation } from '../ports/observation.ts';
import { type Allocation, decideCpus, isDecisionDue, planOf } from './decide-cpus.ts';
import { foldReports } from './fold-reports.ts';
import { isLocked } from './looping-app/next-app-step.ts';
import { nextStep } from './next-step.ts';
import { pointOf } from './point-of.ts';
import { endJob, finish } from './progress/end-job.ts';
import type { Step } from './progress/step.ts';
import { settle } from './settle.ts';
import { withStepRecorded } from './step-recorded.ts';

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
  const settled = settle(folded.progress, observation, job.spec, now);
  const ended = endJob(job, settled, now);
  const allocation = allocationOf(ended, observation);
  const isDue = isDecisionDue(job, ended, allocation, now);
  const decided = isDue ? decideCpus(job, ended, { law, plan, allocation, now }) : ended;
  const step = nextStep(job, decided, observation, now);
  const kept = stillFails(decided, step, observation) ? decided : { ...decided, failedStep: null };
  const progress = withStepRecorded(step, kept, observation, now);
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
  const refused = finish(job.progress, 'FAILED', { at: now, reason: 'refused-by-framework', sentence });
  const progress = { ...refused, call: null };
  const point = pointOf(job, progress, [], now);
  return { progress: { ...progress, lastPointAt: point?.at ?? progress.lastPointAt }, point };
}

/** Whether the step that failed is still to be done; a start and a kill are repeated only when nothing has come of them for a while. */
function stillFails({ failedStep, run }: JobProgress, step: Step, observation: Observation): boolean {
  if (failedStep === null || !observation.known) return true;
  if (step.do === failedStep.do) return true;
  const isWaiting = step.do === 'nothing' || step.do === 'look-again';
  if (!isWaiting || run === null || !observation.found) return false;
  return failedStep.do === 'start'
    ? observation.run === 'idle' || observation.run === null
    : failedStep.do === 'kill' && run.killedAt !== null;
}

/** The progress without what ages by itself. */
function lasting({ decision, run, ...rest }: JobProgress) {
  const { askedAt: _, ...lastingRun } = run ?? { askedAt: null };
  return {
    ...rest,
    run: lastingRun,
    decided: decision && { reason: decision.reason.code, outlook: decision.outlook },
  };
}
