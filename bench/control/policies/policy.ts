import type { Decision, Law, Plan, Situation } from '../../../lib/control/law.ts';
import type { Scenario } from '../scenario.ts';

/** A contender: it may look at the scenario beforehand, as an oracle does, and becomes a law. */
export interface Policy {
  name: string;
  lawFor(scenario: Scenario): Law;
}

/** A law for comparison: it remembers named numbers and decides nothing but cpus. */
export interface Rule {
  begin(plan: Plan): Numbers;
  learn?(numbers: Numbers, durationSeconds: number): Numbers;
  cpus(numbers: Numbers, situation: Situation, plan: Plan): { cpus: number; numbers: Numbers };
}

export type Numbers = Record<string, number>;

function plainDecision(cpus: number, now: number): Decision {
  return {
    cpus,
    reason: { code: 'on-plan', sentence: '' },
    forecast: { finishAt: { p10: now, p50: now, p90: now }, onTimeProbability: 1 },
    outlook: 'on-time',
    moreCpusWouldHelp: true,
    hungAfterSeconds: Number.POSITIVE_INFINITY,
  };
}

function numbersIn(memory: unknown): Numbers {
  const entries = Object.entries(memory ?? {});
  return Object.fromEntries(
    entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

export function lawOf(name: string, rule: Rule): Law {
  return {
    name,
    begin: (plan) => rule.begin(plan),
    learn: (memory, { durationSeconds }) =>
      rule.learn ? rule.learn(numbersIn(memory), durationSeconds) : memory,
    decide: (memory, situation, plan) => {
      const { cpus, numbers } = rule.cpus(numbersIn(memory), situation, plan);
      return { decision: plainDecision(cpus, situation.now), memory: numbers };
    },
  };
}

/** The nearest of the grid that is not below `cpus`. */
export function gridAtLeast(grid: number[], cpus: number): number {
  return grid.find((one) => one >= cpus - 1e-9) ?? grid.at(-1) ?? cpus;
}
