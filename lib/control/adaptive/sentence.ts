import type { Plan, ReasonCode, Situation } from '../law.ts';
import { againstDeadline, cpusText, lengthOfTime, percent } from '../wording.ts';

export interface Told {
  code: ReasonCode;
  plan: Plan;
  situation: Situation;
  /** Cpus from now on, and for the iterations after the running or probing one. */
  cpus: number;
  planned: number;
  /** What the cpus in force and the planned ones would lead to. */
  before: Prospect;
  after: Prospect;
  /** Whether more cpus are to follow, as a restart can wait. */
  raisesLater: boolean;
}

export interface Prospect {
  /** Median finish, epoch milliseconds. */
  finishAt: number;
  onTime: number;
}

/** The decision in one sentence, with the numbers that led to it. */
export function sentenceOf(told: Told): string {
  const { plan, situation } = told;
  return `${situation.completed} of ${plan.iterations} done; ${clauses[told.code](told)}.`;
}

const clauses: Record<ReasonCode, (told: Told) => string> = {
  'under-performing': compared,
  'over-performing': compared,
  cheaper: compared,
  'on-plan': (told) => (told.planned === told.cpus ? ends(told) : `after this run ${ends(told)}`),
  learning: ifAsExpected,
  exploring: (told) =>
    `one iteration at ${cpusText(told.cpus)} is to show whether fewer cpus do; by what is known ${ends(told)}`,
  'at-risk': (told) => `the deadline is at risk: ${ends(told)}, and no other cpus do better`,
  'cannot-be-met': cannotBeMet,
  'more-cpu-would-not-help': (told) => `more cpus would not make it faster; ${ends(told)}`,
  done: () => 'nothing is left to do',
};

function ifAsExpected(told: Told): string {
  const { iterationDurationSeconds, initialCpus } = told.plan;
  const length = lengthOfTime(iterationDurationSeconds);
  return `nothing is measured yet; if an iteration takes ${length} at ${cpusText(initialCpus)}, ${ends(told)}`;
}

function ends(told: Told): string {
  if (told.raisesLater && told.planned < told.plan.cpus.max) {
    return `${cpusText(told.planned)} for now, and more when a restart pays, end the rest ${prospect(told, told.after)}`;
  }
  return `${cpusText(told.planned)} ${verb(told.planned, 'end')} the rest ${prospect(told, told.after)}`;
}

function compared(told: Told): string {
  const from = `at ${cpusText(told.situation.cpus)} the rest ends ${prospect(told, told.before)}`;
  return `${from}; ${cpusText(told.planned)} ${verb(told.planned, 'end')} it ${prospect(told, told.after)}`;
}

function cannotBeMet(told: Told): string {
  const why =
    told.planned < told.plan.cpus.max ? 'more cpus would not make it faster' : 'these are the most allowed';
  const when = againstDeadline(told.after.finishAt, told.plan.deadlineAt);
  return `the deadline cannot be met: at ${cpusText(told.planned)} the rest ends ${when}, and ${why}`;
}

function verb(cpus: number, plural: string): string {
  return cpus === 1 ? `${plural}s` : plural;
}

function prospect({ plan }: Told, { finishAt, onTime }: Prospect): string {
  return `${againstDeadline(finishAt, plan.deadlineAt)} (on time with ${percent(onTime)})`;
}
