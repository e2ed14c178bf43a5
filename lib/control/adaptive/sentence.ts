import type { LawReasonCode, Plan, Situation } from '../law.ts';
import { besideDeadline, cpusText, iterationsFinish, lengthOfTime, percent } from '../wording.ts';
import { isBetweenRuns } from './survey.ts';

/** What a sentence has where the cpus are not those of the forecast: an experiment, a second attempt, a raise to come. */
export const isOfOtherCpus = /one iteration with|one more attempt with|for now/;

export interface Told {
  code: LawReasonCode;
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
  /** Whether more cpus than the planned ones would end the job earlier. */
  helps: boolean;
  /** Whether clearly fewer cpus would end it nearly as early. */
  isSaturated: boolean;
  /** Whether the next run repeats an iteration, since the one before seemed to hang. */
  isRetry: boolean;
  /** Whether an iteration was measured, or the declaration is all that is known. */
  isMeasured: boolean;
}

export interface Prospect {
  /** Median finish, epoch milliseconds. */
  finishAt: number;
  onTime: number;
}

/** The decision in one sentence, with the numbers behind it. */
export function sentenceOf(told: Told): string {
  const { plan, situation } = told;
  return `${situation.completed} of ${plan.iterations} done; ${clauses[told.code](told)}${retryFirst(told)}.`;
}

const clauses: Record<LawReasonCode, (told: Told) => string> = {
  'under-performing': compared,
  'over-performing': compared,
  cheaper: compared,
  'on-plan': onPlan,
  learning: ifAsExpected,
  exploring: (told) =>
    `one iteration with ${cpusText(told.cpus)} will show whether fewer cpus are enough; as far as known, ${planned(told)}`,
  'at-risk': (told) =>
    told.probing
      ? `the deadline is at risk: ${planned(told)}; one iteration with ${cpusText(told.cpus)} will show whether those do better`
      : `the deadline is at risk: ${asDeclared(told)}${afterThisRun(told)}${planned(told)}, and no other cpus improve that${declaredFirst(told)}`,
  'cannot-be-met': cannotBeMet,
  yielding: (told) =>
    `the deadline cannot be met and others wait for cpus, so the job gives way: ${asDeclared(told)}${afterThisRun(told)}with ${cpusText(told.planned)}, which cost it the fewest core-seconds, ${left(told)} ${finish(told, told.after)}`,
  'more-cpu-would-not-help': (told) => `more cpus would not make the job faster; ${planned(told)}`,
  done: () => 'nothing is left to do',
};

function onPlan(told: Told): string {
  return `${afterThisRun(told)}${planned(told)}${declaredFirst(told)}`;
}

function ifAsExpected(told: Told): string {
  return `nothing is measured yet; ${asDeclared(told)}${afterThisRun(told)}${planned(told)}${declaredFirst(told)}`;
}

/** A run that goes on keeps its cpus, whatever is planned. */
function afterThisRun({ planned, cpus, situation, isRetry }: Told): string {
  return isRetry || planned === cpus || isBetweenRuns(situation) ? '' : 'after this run, ';
}

/** The condition of all that is said before anything was measured. */
function asDeclared({ plan: { iterationDurationSeconds, initialCpus }, isMeasured }: Told): string {
  if (isMeasured) return '';
  const length = iterationDurationSeconds < 0.05 ? 'no time' : lengthOfTime(iterationDurationSeconds);
  return `if an iteration takes ${length} with ${cpusText(initialCpus)}, `;
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
function declaredFirst({ situation, plan, cpus, planned, isRetry }: Told): string {
  const isFirst = !isRetry && isBetweenRuns(situation) && cpus === plan.initialCpus && cpus < planned;
  return isFirst ? `; before that, one iteration with the declared ${cpusText(cpus)}` : '';
}

/** What repeats an iteration that seemed to hang may have other cpus than the iterations after it. */
function retryFirst({ isRetry, cpus, planned }: Told): string {
  if (!isRetry || cpus === planned) return '';
  return `; before that, one more attempt with ${cpusText(cpus)} at an iteration that seemed to hang`;
}

function cannotBeMet(told: Told): string {
  const why = whyNoMore(told);
  const expected = `with ${cpusText(told.planned)} ${left(told)} ${finish(told, told.after)}`;
  const trial = told.probing
    ? `; one iteration with ${cpusText(told.cpus)} will show whether that is so`
    : declaredFirst(told);
  return `the deadline cannot be met: ${asDeclared(told)}${afterThisRun(told)}${expected}, and ${why}${trial}`;
}

function whyNoMore({ planned: most, plan, situation, ...told }: Told): string {
  if (told.helps) return 'more cpus would not save it';
  if (!told.isMeasured && most < plan.cpus.max) return 'more cpus are not expected to make the job faster';
  if (most < plan.cpus.max || (told.isMeasured && told.isSaturated))
    return 'more cpus would not make the job faster';
  return situation.roomCpus === undefined
    ? 'the job may have no more cpus ("pacer change JOB --cpus-max" allows more)'
    : 'the cluster has no room for more cpus';
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
