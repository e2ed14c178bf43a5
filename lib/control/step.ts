import type { Decision, Law, LawReasonCode, Memory, Plan, Situation } from './law.ts';
import { clamp, sanePlan, saneSituation, withinRoom } from './sane.ts';
import { allDone, besideDeadline, cpusText, iterationsFinish } from './wording.ts';

/** A run counts as hung after this many times the declared duration, proportionally more with fewer cpus: both may be far off. */
const HUNG_AFTER_DECLARED = 30;

function predictedFinishAt(plan: Plan, { now, completed, runAgeSeconds }: Situation): number {
  const each = plan.iterationDurationSeconds + plan.pauseSeconds;
  const running = runAgeSeconds === null ? 0 : Math.min(runAgeSeconds, plan.iterationDurationSeconds);
  return now + ((plan.iterations - completed) * each - running) * 1000;
}

function judge(plan: Plan, finishAt: number): LawReasonCode {
  const { deadlineAt, startedAt, deviation } = plan;
  if (finishAt > deadlineAt) return 'under-performing';
  const earliestAt = deadlineAt - deviation * (deadlineAt - startedAt);
  return finishAt < earliestAt ? 'over-performing' : 'on-plan';
}

function change(plan: Plan, code: LawReasonCode): number {
  if (code === 'under-performing') return plan.cpus.increment;
  return code === 'over-performing' ? -plan.cpus.decrement : 0;
}

/** Rounds to a ten-thousandth, because sums of decimal steps are inexact in binary (0.1 + 0.2). */
function moved(plan: Plan, from: number, by: number): number {
  return clamp(Math.round((from + by) * 1e4) / 1e4, plan.cpus.min, plan.cpus.max);
}

function sentence(plan: Plan, situation: Situation, to: { cpus: number; finishAt: number }): string {
  const { completed, cpus } = situation;
  if (completed >= plan.iterations) return allDone(plan.iterations);
  const finish = `${iterationsFinish(plan.iterations - completed)} ${besideDeadline(to.finishAt, plan.deadlineAt)}`;
  const action =
    to.cpus === cpus
      ? `the job keeps ${cpusText(cpus)}`
      : `the job goes from ${cpusText(cpus)} to ${cpusText(to.cpus)}`;
  return `${completed} of ${plan.iterations} done; by the declared duration ${finish}; ${action}.`;
}

function decide(memory: Memory, asked: Situation, plan: Plan): { decision: Decision; memory: Memory } {
  const sane = sanePlan(plan);
  const situation = saneSituation(asked, sane);
  const finishAt = predictedFinishAt(sane, situation);
  const done = situation.completed >= sane.iterations;
  const code = done ? 'done' : judge(sane, finishAt);
  const by = situation.newlyCompleted > 0 ? change(sane, code) : 0;
  const room = withinRoom(sane, asked);
  const cpus = moved(room, situation.cpus, by);
  const late = code === 'under-performing';
  const decision: Decision = {
    cpus,
    reason: { code, sentence: sentence(sane, situation, { cpus, finishAt }) },
    forecast: { finishAt: { p10: finishAt, p50: finishAt, p90: finishAt }, onTimeProbability: late ? 0 : 1 },
    outlook: late ? 'at-risk' : 'on-time',
    moreCpusWouldHelp: !done && cpus < room.cpus.max,
    hungAfterSeconds:
      HUNG_AFTER_DECLARED * sane.iterationDurationSeconds * Math.max(1, sane.initialCpus / situation.cpus),
  };
  return { decision, memory };
}

/**
 * The law of the ancestor (the Python supervisor of the EUBra-BIGSEA project). At each report it predicts the finish from the
 * declared duration. It adds the increment if the prediction is after the deadline, and subtracts the decrement if it is before
 * the deadline by more than the deviation (a fraction of the time from start to deadline). It has no memory and ignores measured
 * durations.
 */
export const step: Law = {
  name: 'step',
  begin: () => ({}),
  learn: (memory) => memory,
  decide,
};
