import type { Plan, ReasonCode, Situation } from '../law.ts';
import { againstDeadline, cpusText, percent } from '../wording.ts';

export interface Told {
  code: ReasonCode;
  plan: Plan;
  situation: Situation;
  cpus: number;
  /** Median finish and probability of being on time, at the cpus in force and at the decided ones. */
  before: Prospect;
  after: Prospect;
}

export interface Prospect {
  finishAt: number;
  onTime: number;
}

/** The decision in one sentence, with the numbers that led to it. */
export function sentenceOf(told: Told): string {
  const { plan, situation } = told;
  if (told.code === 'done') return `All ${plan.iterations} iterations are done.`;
  return `${situation.completed} of ${plan.iterations} done; ${clauses[told.code](told)}.`;
}

const clauses: Record<Exclude<ReasonCode, 'done'>, (told: Told) => string> = {
  'under-performing': compared,
  'over-performing': compared,
  cheaper: compared,
  'on-plan': (told) => `${cpusText(told.cpus)} end the rest ${prospect(told, told.after)}`,
  learning: (told) =>
    `nothing is measured yet; by the declared duration ${cpusText(told.cpus)} end the rest ${prospect(told, told.after)}`,
  exploring: (told) =>
    `one iteration at ${cpusText(told.cpus)} will show whether fewer cpus do; the rest then ends ${prospect(told, told.after)}`,
  'at-risk': (told) =>
    `${cpusText(told.cpus)} are the best that can be done and end the rest ${prospect(told, told.after)}`,
  'cannot-be-met': (told) =>
    `the deadline cannot be met: even at ${cpusText(told.cpus)} the rest ends ${ending(told, told.after)}${
      told.cpus < told.plan.cpus.max ? ', and more cpus would not help' : ', and these are the most allowed'
    }`,
  'more-cpu-would-not-help': (told) =>
    `more than ${cpusText(told.cpus)} would not make it faster; the rest ends ${prospect(told, told.after)}`,
};

function compared(told: Told): string {
  const { situation, cpus } = told;
  return `at ${cpusText(situation.cpus)} the rest ends ${prospect(told, told.before)}; ${cpusText(cpus)} end it ${prospect(told, told.after)}`;
}

function ending({ plan }: Told, { finishAt }: Prospect): string {
  return againstDeadline(finishAt, plan.deadlineAt);
}

function prospect(told: Told, prospect: Prospect): string {
  return `${ending(told, prospect)} (on time with ${percent(prospect.onTime)})`;
}
