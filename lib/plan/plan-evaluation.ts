import { isDeepStrictEqual } from 'node:util';
import type { Law } from '../control/law.ts';
import { restartSecondsOf } from '../job/execution.ts';
import type { Job, Point } from '../job/job.ts';
import type { JobProgress } from '../job/progress.ts';
import type { Observation } from '../ports/observation.ts';
import type { Verdict } from '../room/gate.ts';
import type { Context } from './context.ts';
import { decideCpus, planOf } from './decide-cpus.ts';
import { foldReports } from './fold-reports.ts';
import { nextStep } from './next-step.ts';
import { pointOf } from './point-of.ts';
import { endJob, finish } from './progress/end-job.ts';
import { withLateness } from './progress/lateness.ts';
import { withPauses } from './progress/pauses.ts';
import { withSignOfLife } from './progress/sign-of-life.ts';
import type { Step } from './progress/step.ts';
import { settle } from './settle.ts';
import { withGate } from './started-runs/held.ts';
import { withUrgency } from './started-runs/urgency.ts';
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

/**
 * One evaluation as a pure function, phase by phase: the reports are counted, the observation updates what is known of the run,
 * the job ends if it is over, the law decides, and the next step is chosen and recorded before it is done.
 */
export function planEvaluation(
  read: Job,
  observation: Observation,
  law: Law,
  now: number,
  gate?: Verdict,
): Evaluation {
  const job = withSignOfLife(read);
  const plan = planOf(job.spec, job.deadlineAt, restartSecondsOf(job.progress.execution));
  const context: Context = { job, observation, law, plan, now, gate };
  const folded = foldReports(context);
  let { progress } = folded;
  progress = settle(progress, context);
  progress = endJob(progress, context);
  progress = withPauses(progress, context);
  progress = withLateness(progress, context);
  progress = decideCpus(progress, context);
  progress = withUrgency(progress, context);
  const step = nextStep(progress, context);
  progress = withoutMendedFailure(progress, step, context);
  progress = withStepRecorded(progress, step, context);
  progress = withGate(progress, step, context);
  const point = pointOf(progress, folded.iterations, context);
  progress = point ? { ...progress, lastPointAt: point.at } : progress;
  return {
    progress,
    foldedRuns: Object.keys(job.inbox),
    point,
    changed: point !== null || !isDeepStrictEqual(lasting(progress), lasting(job.progress)),
    step,
  };
}

/** What becomes of a job whose definition the framework will never take. */
export function planRefusal(
  job: Job,
  sentence: string,
  now: number,
): Pick<Evaluation, 'progress' | 'point' | 'foldedRuns'> {
  const refused = finish(job.progress, 'FAILED', { at: now, reason: 'refused-by-framework', sentence });
  const progress = { ...refused, call: null };
  const point = pointOf(progress, [], { job, now });
  return {
    progress: point ? { ...progress, lastPointAt: point.at } : progress,
    point,
    foldedRuns: [],
  };
}

function withoutMendedFailure(
  progress: JobProgress,
  step: Step,
  { observation }: Pick<Context, 'observation'>,
): JobProgress {
  return stillFails(progress, step, observation) ? progress : { ...progress, failedStep: null };
}

/** Whether the step that failed is still to be done; a start and a kill are repeated only when nothing has come of them for a while. */
function stillFails({ failedStep, execution }: JobProgress, step: Step, observation: Observation): boolean {
  if (failedStep === null || !observation.known) return true;
  if (step.do === failedStep.do) return true;
  const isWaiting = step.do === 'nothing' || step.do === 'look-again';
  const { run } = execution;
  if (!isWaiting || run === null || !observation.found) return false;
  return failedStep.do === 'start'
    ? observation.run === 'idle' || observation.run === null
    : failedStep.do === 'kill' && run.killedAt !== null;
}

/** The progress without what ages by itself. */
function lasting({ decision, execution, ...rest }: JobProgress) {
  const run = execution.run && { ...execution.run, askedAt: null };
  return {
    ...rest,
    execution: { ...execution, run },
    decided: decision && { reason: decision.reason.code, outlook: decision.outlook },
  };
}
