import type { Plan, ReasonCode, Situation } from '../law.ts';
import { besideDeadline, cpusText, iterationsFinish, lengthOfTime, percent } from '../wording.ts';
import { isBetweenRuns } from './survey.ts';

export interface Told {
  code: ReasonCode;
  plan: Plan;
  situation: Situation;
  /** Cpus from now on, and cpus for the iterations after the running or probing one. */
  cpus: number;
  planned: number;
  /** Whether the next iteration is an experiment. */
  probing: boolean;
  /** The outlook with the current cpus, and with the planned ones. */
  before: Prospect;
  after: Prospect;
  /** Whether more cpus follow later, because the restart can wait. */
  raisesLater: boolean;
}

export interface Prospect {
  /** Median finish, epoch milliseconds. */
  finishAt: number;
  onTime: number;
}

/** The decision in one sentence, with the numbers behind it. */
export function sentenceOf(told: Told): string {
  const { plan, situation } = told;
  return `${situation.completed} of ${plan.iterations} done; ${clauses[told.code](told)}.`;
}

const clauses: Record<ReasonCode, (told: Told) => string> = {
  'under-performing': compared,
  'over-performing': compared,
  cheaper: compared,
  'on-plan': (told) => (told.planned === told.cpus ? planned(told) : `after this run, ${planned(told)}`),
  learning: ifAsExpected,
  exploring: (told) =>
    `one iteration with ${cpusText(told.cpus)} will show whether fewer cpus are enough; as far as known, ${planned(told)}`,
  'at-risk': (told) =>
    told.probing
      ? `the deadline is at risk: ${planned(told)}; one iteration with ${cpusText(told.cpus)} will show whether those do better`
      : `the deadline is at risk: ${planned(told)}, and no other cpus improve that${declaredFirst(told)}`,
  'cannot-be-met': cannotBeMet,
  'more-cpu-would-not-help': (told) => `more cpus would not make the job faster; ${planned(told)}`,
  done: () => 'nothing is left to do',
};

function ifAsExpected(told: Told): string {
  const { iterationDurationSeconds, initialCpus } = told.plan;
  const length = iterationDurationSeconds < 0.05 ? 'no time' : lengthOfTime(iterationDurationSeconds);
  return `nothing is measured yet; if an iteration takes ${length} with ${cpusText(initialCpus)}, ${planned(told)}`;
}

/** What the planned cpus lead to. */
function planned(told: Told): string {
  const isRaisedLater = told.raisesLater && told.planned < told.plan.cpus.max;
  const cpus = `${cpusText(told.planned)}${isRaisedLater ? ' for now, and more when a restart pays off,' : ''}`;
  return `with ${cpus} ${left(told)} ${finish(told, told.after)}${chanceOf(told.after)}`;
}

function compared(told: Told): string {
  const before = `with ${cpusText(told.situation.cpus)} ${left(told)} ${finish(told, told.before)}`;
  const after = `with ${cpusText(told.planned)}, ${finish(told, told.after)}`;
  if (finish(told, told.before) === finish(told, told.after))
    return `${before}${chanceOf(told.before)}, and ${cpusText(told.planned)} will do`;
  return `${before}${chanceOf(told.before)}; ${after}${chanceOf(told.after)}${declaredFirst(told)}`;
}

/** More cpus than declared wait until the declared ones were measured. */
function declaredFirst({ situation, plan, cpus, planned }: Told): string {
  const isFirst = isBetweenRuns(situation) && cpus === plan.initialCpus && cpus < planned;
  return isFirst ? `; before that, one iteration with the declared ${cpusText(cpus)}` : '';
}

function cannotBeMet(told: Told): string {
  const why =
    told.planned < told.plan.cpus.max
      ? 'more cpus would not make the job faster'
      : 'the job may have no more cpus ("pacer change JOB --cpus-max" allows more)';
  const expected = `with ${cpusText(told.planned)} ${left(told)} ${finish(told, told.after)}`;
  const trial = told.probing
    ? `; one iteration with ${cpusText(told.cpus)} will show whether that is so`
    : declaredFirst(told);
  return `the deadline cannot be met: ${expected}, and ${why}${trial}`;
}

function left({ plan, situation }: Told): string {
  return iterationsFinish(plan.iterations - situation.completed);
}

function finish({ plan }: Told, { finishAt }: Prospect): string {
  return besideDeadline(finishAt, plan.deadlineAt);
}

function chanceOf({ onTime }: Prospect): string {
  return ` (on time with ${percent(onTime)} probability)`;
}
