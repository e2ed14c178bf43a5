import { cpuGrid } from '../../../lib/control/adaptive/speed-model/cpu-grid.ts';
import { hashOf, seededRandom } from '../random.ts';
import { gapBefore, type Scenario, seeds, type Trial } from '../scenario.ts';
import { lawOf, type Policy } from './policy.ts';

/** Draws from which the distributions are learned; the cases of an iteration that stand for them lie between these shares. */
const DRAWS = 500;
const SHARES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995, 1];
const TIME_STEPS = 360;
/** A deadline that is missed counts as so many times what the whole job costs. */
const MISS = 10;
/** With restarts the cpus in force belong to the state, so fewer are looked at. */
const CPUS_WITH_RESTARTS = 10;
/** A run that hangs is given up after so many times its mean. */
const PATIENCE = 3;

interface Move {
  probability: number;
  seconds: number;
  coreSeconds: number;
}

/** The plan of one who knows the job: for each iteration, cpus in force and time left, the index of the best cpus. */
interface Program {
  cpus: number[];
  stepSeconds: number;
  /** By iteration, then cpus in force (one entry where a change costs nothing), then steps of time left. */
  best: Uint8Array[][];
}

/**
 * The informed optimum: it knows the curve and the noise of each iteration, but not the draws. A dynamic program over the
 * iterations and the time left takes the cpus with the least expected core-seconds, a missed deadline priced.
 */
export const informed: Policy = {
  name: 'informed optimum',
  lawFor: (scenario) => {
    const program = solved(scenario);
    const patience = hangs(scenario) ? PATIENCE : Number.POSITIVE_INFINITY;
    const law = lawOf('informed', {
      begin: () => ({}),
      cpus: (numbers, situation, plan) => {
        const isBetween = situation.runAgeSeconds === null;
        const left = (plan.deadlineAt - situation.now) / 1000;
        return { numbers, cpus: isBetween ? looked(program, situation, left) : situation.cpus };
      },
    });
    return {
      ...law,
      decide: (memory, situation, plan) => {
        const { decision, memory: next } = law.decide(memory, situation, plan);
        const hungAfterSeconds = patience * scenario.meanSeconds(situation.cpus);
        return { memory: next, decision: { ...decision, hungAfterSeconds } };
      },
    };
  },
};

function hangs(scenario: Scenario): boolean {
  return drawsOf(scenario, 20).some((trial) =>
    Array.from({ length: scenario.plan.iterations }, (_, i) => trial.hangs(i)).some(Boolean),
  );
}

function drawsOf(scenario: Scenario, count: number): Trial[] {
  return Array.from({ length: count }, (_, i) =>
    scenario.draw(seededRandom(hashOf(scenario.name) + seeds.tuning + i)),
  );
}

function looked(program: Program, at: { completed: number; cpus: number }, secondsLeft: number): number {
  const { cpus, stepSeconds, best } = program;
  const rows = best[at.completed] ?? [];
  const from = rows.length === 1 ? 0 : nearest(cpus, at.cpus);
  const step = Math.max(0, Math.min(TIME_STEPS, Math.floor(secondsLeft / stepSeconds)));
  return cpus[rows[from]?.[step] ?? cpus.length - 1] ?? at.cpus;
}

function nearest(cpus: number[], wanted: number): number {
  return cpus.reduce(
    (best, one, i) => (Math.abs(one - wanted) < Math.abs((cpus[best] ?? 0) - wanted) ? i : best),
    0,
  );
}

function cpusOf({ plan }: Scenario): number[] {
  const grid = cpuGrid(plan.cpus);
  if (plan.restartSeconds === 0) return grid;
  const every = Math.ceil(grid.length / CPUS_WITH_RESTARTS);
  return grid.filter((one, i) => i % every === 0 || i === grid.length - 1 || one === plan.initialCpus);
}

/** What each of the cases of an iteration takes and costs at each of the cpus. */
function movesOf(scenario: Scenario, trials: Trial[], cpus: number[], iteration: number): Move[][] {
  const { gap, meanSeconds } = scenario;
  const secondsOf = (trial: Trial, at: number) =>
    trial.hangs(iteration)
      ? PATIENCE * meanSeconds(at) + trial.duration(iteration, 1, at)
      : trial.duration(iteration, 0, at);
  const at = cpus[0] ?? 1;
  const order = trials.toSorted((a, b) => secondsOf(a, at) - secondsOf(b, at));
  const cases = SHARES.slice(1).map((to, i) => {
    const from = SHARES[i] ?? 0;
    return { probability: to - from, trial: order[Math.floor(((from + to) / 2) * order.length)] };
  });
  return cpus.map((one) =>
    cases.flatMap(({ probability, trial }) => {
      if (trial === undefined) return [];
      const before = gapBefore(scenario, trial, iteration);
      const run = secondsOf(trial, one);
      const coreSeconds = one * (run + (gap.reserved ? before : 0));
      return [{ probability, seconds: run + before, coreSeconds }];
    }),
  );
}

function solved(scenario: Scenario): Program {
  const { plan } = scenario;
  const cpus = cpusOf(scenario);
  const trials = drawsOf(scenario, DRAWS);
  const stepSeconds = plan.deadlineAt / 1000 / TIME_STEPS;
  const states = plan.restartSeconds > 0 ? cpus.length : 1;
  const miss = MISS * plan.iterations * plan.initialCpus * scenario.meanSeconds(plan.initialCpus);
  let values: Float64Array[] = Array.from({ length: states }, () => new Float64Array(TIME_STEPS + 1));
  let late = miss;
  const best: Uint8Array[][] = [];
  for (let iteration = plan.iterations - 1; iteration >= 0; iteration--) {
    const moves = movesOf(scenario, trials, cpus, iteration);
    const solution = backwards({ moves, cpus, values, late, stepSeconds, plan, isFirst: iteration === 0 });
    best[iteration] = solution.best;
    values = solution.values;
    late += Math.min(...moves.map(meanCost));
  }
  return { cpus, stepSeconds, best };
}

function meanCost(cases: Move[]): number {
  return cases.reduce((sum, { probability, coreSeconds }) => sum + probability * coreSeconds, 0);
}

interface Stage {
  moves: Move[][];
  cpus: number[];
  /** What the iterations after this one cost, by cpus in force and steps of time left; and what they cost when late. */
  values: Float64Array[];
  late: number;
  stepSeconds: number;
  plan: Scenario['plan'];
  isFirst: boolean;
}

function backwards(stage: Stage): { values: Float64Array[]; best: Uint8Array[] } {
  const best = stage.values.map(() => new Uint8Array(TIME_STEPS + 1));
  const values = stage.values.map((_, from) => {
    const row = new Float64Array(TIME_STEPS + 1);
    for (let step = 0; step <= TIME_STEPS; step++) {
      const choice = cheapest(stage, from, step);
      row[step] = choice.cost;
      (best[from] as Uint8Array)[step] = choice.index;
    }
    return row;
  });
  return { values, best };
}

function cheapest(stage: Stage, from: number, step: number): { cost: number; index: number } {
  const { moves, cpus, values, plan, isFirst } = stage;
  let cost = Number.POSITIVE_INFINITY;
  let index = 0;
  for (let to = 0; to < moves.length; to++) {
    const restart = values.length > 1 && from !== to && !isFirst ? plan.restartSeconds : 0;
    const row = values[values.length > 1 ? to : 0] ?? values[0];
    if (row === undefined) continue;
    const expected = expectedOf(moves[to] ?? [], row, stage, step * stage.stepSeconds - restart);
    const all = expected + restart * (cpus[to] ?? 0);
    if (all < cost) {
      cost = all;
      index = to;
    }
  }
  return { cost, index };
}

function expectedOf(cases: Move[], row: Float64Array, { late, stepSeconds }: Stage, left: number): number {
  let sum = 0;
  for (const { probability, seconds, coreSeconds } of cases) {
    const at = (left - seconds) / stepSeconds;
    sum += probability * (coreSeconds + (at < 0 ? late : valueAt(row, at)));
  }
  return sum;
}

function valueAt(row: Float64Array, at: number): number {
  const low = Math.min(TIME_STEPS, Math.floor(at));
  const value = row[low] ?? 0;
  return value + (at - low) * ((row[low + 1] ?? value) - value);
}
