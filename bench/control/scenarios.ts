import type { Plan } from '../../lib/control/law.ts';
import type { Random } from './random.ts';
import type { Group, Scenario, Trial } from './scenario.ts';

/** Seconds of one iteration: `fixed + work / (min(cpus, threads) - lost)`; without effect, as at one cpu. */
interface Curve {
  fixed: number;
  work: number;
  threads: number;
  lost: number;
  effect: boolean;
}

interface Chance {
  /** Spread of the logarithm, its correlation from one iteration to the next, and the share of stragglers. */
  spread: number;
  correlation: number;
  stragglers: { share: number; factor: number };
  hangs: { share: number; factor: number };
  lostReports: number;
  /** Unforeseen factor on the duration, by progress from 0 to 1. */
  change(progress: number): number;
}

interface Recipe {
  name: string;
  group: Group;
  curve: Curve;
  chance: Chance;
  iterations: number;
  /** The deadline is the mean total at these cpus, times `tightness`. */
  at: number;
  tightness: number;
  /** Factor on the declared duration. */
  declared: number;
  gap: Scenario['gap'];
  restartSeconds: number;
  /** Where the example of a real job gives the times itself. */
  deadlineSeconds: number | null;
}

type Changes = { [Key in keyof Recipe]?: Recipe[Key] extends object ? Partial<Recipe[Key]> : Recipe[Key] };

const BOUNDS = { min: 0.1, max: 2, increment: 0.3, decrement: 0.2 };
const INITIAL_CPUS = 1;

const NOMINAL: Recipe = {
  name: 'nominal',
  group: 'feasible',
  curve: { fixed: 12, work: 48, threads: 2, lost: 0.06, effect: true },
  chance: {
    spread: 0.1,
    correlation: 0,
    stragglers: { share: 0, factor: 1 },
    hangs: { share: 0, factor: 1 },
    lostReports: 0,
    change: () => 1,
  },
  iterations: 20,
  at: 0.8,
  tightness: 1,
  declared: 1,
  gap: { seconds: 5, reserved: true },
  restartSeconds: 0,
  deadlineSeconds: null,
};

const RECIPES: [string, Changes][] = [
  ['nominal', {}],
  ['tight', { at: 1.5 }],
  ['loose', { at: 0.35 }],
  ['declared ×0.5', { declared: 0.5 }],
  ['declared ×2', { declared: 2 }],
  ['noise 0.35', { chance: { spread: 0.35 } }],
  ['stragglers', { chance: { stragglers: { share: 0.08, factor: 3 } } }],
  ['step up early', { chance: { change: (progress) => (progress < 0.35 ? 1 : 1.6) } }],
  ['step up late', { chance: { change: (progress) => (progress < 0.75 ? 1 : 1.8) } }],
  ['step down', { chance: { change: (progress) => (progress < 0.3 ? 1 : 0.5) } }],
  ['bursts', { chance: { spread: 0.25, correlation: 0.9 } }],
  ['two phases', { chance: { change: (progress) => (progress < 0.5 ? 0.5 : 1.5) } }],
  ['one thread', { curve: { threads: 1 } }],
  ['I/O-bound', { curve: { fixed: 48, work: 12 } }],
  ['soft limit', { curve: { effect: false } }],
  ['pure CPU', { curve: { fixed: 0, work: 60, lost: 0 }, gap: { seconds: 0 } }],
  ['5 iterations', { iterations: 5 }],
  ['200 iterations', { iterations: 200 }],
  [
    "ancestor's example",
    { curve: { fixed: 26, work: 97.76 }, gap: { seconds: 45 }, iterations: 13, deadlineSeconds: 1800 },
  ],
  ['Marathon', { restartSeconds: 30, gap: { seconds: 0 } }],
  ['Marathon, noisy', { restartSeconds: 30, gap: { seconds: 0 }, chance: { spread: 0.3 } }],
  ['hangs', { chance: { hangs: { share: 0.02, factor: 20 } } }],
  ['infeasible 0.85', { group: 'infeasible', at: 2, tightness: 0.85 }],
  ['infeasible 0.95', { group: 'infeasible', at: 2, tightness: 0.95 }],
  ['lost reports', { group: 'more', chance: { lostReports: 0.1 } }],
  ['long queue', { group: 'more', gap: { seconds: 30, reserved: false } }],
  ['declared ×10', { group: 'more', declared: 10 }],
  ['declared ×0.1', { group: 'more', declared: 0.1 }],
  ['Marathon, tight', { group: 'more', restartSeconds: 30, gap: { seconds: 0 }, at: 1.5 }],
  ['heavy tails', { group: 'more', chance: { spread: 0.2, stragglers: { share: 0.03, factor: 6 } } }],
];

function secondsAt({ fixed, work, threads, lost, effect }: Curve, cpus: number): number {
  const used = effect ? Math.min(cpus, threads) : 1;
  return fixed + work / (used - lost);
}

/** One factor with mean 1, the stragglers left out. */
function noiseOf(chance: Chance, random: Random): () => number {
  let state = random.normal();
  return () => {
    const factor = Math.exp(chance.spread * state - chance.spread ** 2 / 2);
    const { correlation } = chance;
    state = correlation * state + Math.sqrt(1 - correlation ** 2) * random.normal();
    return factor;
  };
}

const ATTEMPTS = 4;

function drawTrial({ curve, chance, iterations }: Recipe, random: Random): Trial {
  const noise = noiseOf(chance, random);
  const isIn = (share: number) => random.uniform() < share;
  const draws = Array.from({ length: iterations }, (_, i) => ({
    change: chance.change((i + 0.5) / iterations),
    lost: isIn(chance.lostReports),
    attempts: Array.from({ length: ATTEMPTS }, (_, attempt) => ({
      factor:
        (attempt === 0 ? noise() : Math.exp(chance.spread * random.normal())) *
        (isIn(chance.stragglers.share) ? chance.stragglers.factor : 1),
      hangs: isIn(chance.hangs.share),
    })),
  }));
  const at = (iteration: number, attempt: number) =>
    draws[iteration]?.attempts[Math.min(attempt, ATTEMPTS - 1)];
  return {
    duration: (iteration, attempt, cpus) => {
      const draw = at(iteration, attempt);
      const hang = draw?.hangs ? chance.hangs.factor : 1;
      return secondsAt(curve, cpus) * (draw?.factor ?? 1) * hang * (draws[iteration]?.change ?? 1);
    },
    hangs: (iteration) => at(iteration, 0)?.hangs ?? false,
    isLost: (iteration) => draws[iteration]?.lost ?? false,
  };
}

/** The recipe's mean; for the soft limit the deadline is what it would be if cpus had their usual effect. */
function planOf(recipe: Recipe): Plan {
  const { curve, chance, gap, iterations } = recipe;
  const mean = 1 + chance.stragglers.share * (chance.stragglers.factor - 1);
  const usual = secondsAt({ ...curve, effect: true }, recipe.at) * mean + gap.seconds;
  const deadline = recipe.deadlineSeconds ?? recipe.tightness * iterations * usual;
  return {
    iterations,
    startedAt: 0,
    deadlineAt: 1000 * deadline,
    deviation: 0.05,
    iterationDurationSeconds: recipe.declared * secondsAt(curve, INITIAL_CPUS),
    initialCpus: INITIAL_CPUS,
    cpus: BOUNDS,
    pauseSeconds: 0,
    target: 0.985,
    restartSeconds: recipe.restartSeconds,
  };
}

function scenarioOf([name, changes]: [string, Changes]): Scenario {
  const recipe: Recipe = {
    ...NOMINAL,
    ...changes,
    name,
    curve: { ...NOMINAL.curve, ...changes.curve },
    chance: { ...NOMINAL.chance, ...changes.chance },
    gap: { ...NOMINAL.gap, ...changes.gap },
  };
  const { share, factor } = recipe.chance.stragglers;
  return {
    name,
    group: recipe.group,
    plan: planOf(recipe),
    framework: recipe.restartSeconds > 0 ? 'marathon' : 'chronos',
    gap: recipe.gap,
    meanSeconds: (cpus) => secondsAt(recipe.curve, cpus) * (1 + share * (factor - 1)),
    draw: (random) => drawTrial(recipe, random),
  };
}

/** The synthetic jobs: 22 that can be on time, 2 that cannot, and some more that were never used to compare with others. */
export const scenarios: Scenario[] = RECIPES.map(scenarioOf);
