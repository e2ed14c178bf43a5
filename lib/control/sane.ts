import type { CpuBounds, Plan, Situation } from './law.ts';

/** The number if it is finite and at least `least`, else the fallback. */
export function atLeast(least: number, value: number, fallback: number): number {
  return Number.isFinite(value) && value >= least ? value : fallback;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

const SMALLEST_CPUS = 0.01;
const LONGEST_SECONDS = 1e9;

function saneBounds(bounds: CpuBounds): CpuBounds {
  const min = atLeast(SMALLEST_CPUS, bounds.min, SMALLEST_CPUS);
  return {
    min,
    max: atLeast(min, bounds.max, min),
    increment: atLeast(0, bounds.increment, 0),
    decrement: atLeast(0, bounds.decrement, 0),
  };
}

/** The plan with every number that makes no sense replaced by the most harmless one, so that a law never sees NaN. */
export function sanePlan(plan: Plan): Plan {
  const cpus = saneBounds(plan.cpus);
  const startedAt = atLeast(0, plan.startedAt, 0);
  const deadlineAt = atLeast(0, plan.deadlineAt, startedAt);
  const iterations = Math.floor(clamp(atLeast(0, plan.iterations, 0), 0, 1e9));
  const evenShare = Math.max(1, (deadlineAt - startedAt) / 1000) / Math.max(1, iterations);
  const declared = atLeast(1e-3, plan.iterationDurationSeconds, evenShare);
  return {
    iterations,
    startedAt,
    deadlineAt,
    deviation: clamp(atLeast(0, plan.deviation, 0), 0, 1),
    iterationDurationSeconds: Math.min(declared, LONGEST_SECONDS),
    initialCpus: clamp(atLeast(0, plan.initialCpus, cpus.max), cpus.min, cpus.max),
    cpus,
    pauseSeconds: Math.min(atLeast(0, plan.pauseSeconds, 0), LONGEST_SECONDS),
    target: clamp(atLeast(0, plan.target, 0.985), 0.5, 0.9999),
    restartSeconds: Math.min(atLeast(0, plan.restartSeconds, 0), LONGEST_SECONDS),
  };
}

/** The situation in numbers that a law can reckon with; `plan` is a sane one. */
export function saneSituation(situation: Situation, plan: Plan): Situation {
  const age = situation.runAgeSeconds;
  return {
    now: atLeast(0, situation.now, plan.startedAt),
    completed: clamp(Math.floor(atLeast(0, situation.completed, 0)), 0, plan.iterations),
    cpus: clamp(atLeast(0, situation.cpus, plan.initialCpus), plan.cpus.min, plan.cpus.max),
    runAgeSeconds: age === null ? null : Math.min(atLeast(0, age, 0), LONGEST_SECONDS),
    newlyCompleted: Math.floor(atLeast(0, situation.newlyCompleted, 0)),
  };
}
