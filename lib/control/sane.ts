import type { CpuBounds, Plan, Situation } from './law.ts';

/** The number if it is finite and at least `least`, else the fallback. */
export function atLeast(least: number, value: number, fallback: number): number {
  return Number.isFinite(value) && value >= least ? value : fallback;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

const SMALLEST_CPUS = 0.01;
const MOST_ITERATIONS = 1e9;
const MOST_CPUS = 1e4;
const SHORTEST_SECONDS = 1e-3;
const LONGEST_SECONDS = 1e9;
/** The last instant that a date can be, in epoch milliseconds. */
const LAST_INSTANT = 8.64e15;

function instant(value: number, fallback: number): number {
  return Math.min(atLeast(0, value, fallback), LAST_INSTANT);
}

function saneBounds(bounds: CpuBounds): CpuBounds {
  const min = Math.min(atLeast(SMALLEST_CPUS, bounds.min, SMALLEST_CPUS), MOST_CPUS);
  return {
    min,
    max: Math.min(atLeast(min, bounds.max, min), MOST_CPUS),
    increment: Math.min(atLeast(0, bounds.increment, 0), MOST_CPUS),
    decrement: Math.min(atLeast(0, bounds.decrement, 0), MOST_CPUS),
  };
}

/** The plan with every number that makes no sense replaced by the most harmless one, so that a law never sees NaN. */
export function sanePlan(plan: Plan): Plan {
  const cpus = saneBounds(plan.cpus);
  const startedAt = instant(plan.startedAt, 0);
  const deadlineAt = instant(plan.deadlineAt, startedAt);
  const iterations = Math.floor(Math.min(atLeast(0, plan.iterations, 0), MOST_ITERATIONS));
  const evenShare = Math.max(1, (deadlineAt - startedAt) / 1000) / Math.max(1, iterations);
  const declared = atLeast(SHORTEST_SECONDS, plan.iterationDurationSeconds, evenShare);
  return {
    iterations,
    startedAt,
    deadlineAt,
    deviation: clamp(atLeast(0, plan.deviation, 0), 0, 1),
    iterationDurationSeconds: clamp(declared, SHORTEST_SECONDS, LONGEST_SECONDS),
    initialCpus: clamp(atLeast(0, plan.initialCpus, cpus.max), cpus.min, cpus.max),
    cpus,
    pauseSeconds: Math.min(atLeast(0, plan.pauseSeconds, 0), LONGEST_SECONDS),
    target: clamp(atLeast(0, plan.target, 0.985), 0.5, 0.9999),
    restartSeconds: Math.min(atLeast(0, plan.restartSeconds, 0), LONGEST_SECONDS),
  };
}

/** The situation in numbers that a law can reckon with; `plan` is a sane one. */
export function saneSituation(situation: Situation, plan: Plan): Situation {
  const { runAgeSeconds: age, roomCpus = plan.cpus.max } = situation;
  return {
    now: instant(situation.now, plan.startedAt),
    completed: clamp(Math.floor(atLeast(0, situation.completed, 0)), 0, plan.iterations),
    cpus: clamp(atLeast(0, situation.cpus, plan.initialCpus), plan.cpus.min, plan.cpus.max),
    runAgeSeconds: age === null ? null : Math.min(atLeast(0, age, 0), LONGEST_SECONDS),
    gapSoFarSeconds: Math.min(atLeast(0, situation.gapSoFarSeconds ?? 0, 0), LONGEST_SECONDS),
    newlyCompleted: Math.floor(atLeast(0, situation.newlyCompleted, 0)),
    othersWait: situation.othersWait === true,
    roomCpus: roomCpus < plan.cpus.max ? atLeast(0, roomCpus, plan.cpus.max) : undefined,
  };
}

/** The plan as far as the cluster has room for it now. */
export function withinRoom(plan: Plan, { roomCpus }: Situation): Plan {
  const { min, max } = plan.cpus;
  return { ...plan, cpus: { ...plan.cpus, max: clamp(atLeast(0, roomCpus ?? max, max), min, max) } };
}
