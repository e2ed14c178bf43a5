import type { Plan } from '../../lib/control/law.ts';
import { type Chance, drawTrial, meanFactor, QUIET } from './chance.ts';
import type { Group, Scenario } from './scenario.ts';

/** Seconds of one iteration: `fixed + work / (min(cpus, threads) - lost)`; without effect, as at one cpu. */
interface Curve {
  fixed: number;
  work: number;
  threads: number;
  lost: number;
  effect: boolean;
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
  pauseSeconds: number;
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
  chance: QUIET,
  iterations: 20,
  at: 0.8,
  tightness: 1,
  declared: 1,
  gap: { seconds: 5, reserved: true },
  restartSeconds: 0,
  pauseSeconds: 0,
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
  ['infeasible, with a pause', { group: 'infeasible', at: 2, tightness: 0.85, pauseSeconds: 30 }],
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

/** The recipe's mean; for the soft limit the deadline is what it would be if cpus had their usual effect. */
function planOf(recipe: Recipe): Plan {
  const { curve, chance, gap, iterations } = recipe;
  const usual = secondsAt({ ...curve, effect: true }, recipe.at) * meanFactor(chance) + gap.seconds;
  const deadline =
    recipe.deadlineSeconds ?? recipe.tightness * iterations * usual + (iterations - 1) * recipe.pauseSeconds;
  return {
    iterations,
    startedAt: 0,
    deadlineAt: 1000 * deadline,
    deviation: 0.05,
    iterationDurationSeconds: recipe.declared * secondsAt(curve, INITIAL_CPUS),
    initialCpus: INITIAL_CPUS,
    cpus: BOUNDS,
    pauseSeconds: recipe.pauseSeconds,
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
  const seconds = (cpus: number) => secondsAt(recipe.curve, cpus);
  return {
    name,
    group: recipe.group,
    plan: planOf(recipe),
    framework: recipe.restartSeconds > 0 ? 'marathon' : 'chronos',
    gap: recipe.gap,
    meanSeconds: (cpus) => seconds(cpus) * meanFactor(recipe.chance),
    draw: (random) => drawTrial({ seconds, chance: recipe.chance, iterations: recipe.iterations }, random),
  };
}

/** The synthetic jobs: 22 that can be on time, 2 that cannot, and some more that were never used to compare with others. */
export const scenarios: Scenario[] = RECIPES.map(scenarioOf);
