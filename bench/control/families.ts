import { cpuGrid } from '../../lib/control/adaptive/speed-model/cpu-grid.ts';
import { type Chance, QUIET } from './chance.ts';
import { type BenchJob, jobScenario } from './job-scenario.ts';
import { hashOf, type Random, seededRandom } from './random.ts';
import { type Group, gapBefore, type Scenario } from './scenario.ts';

type Shape = Pick<BenchJob, 'seconds' | 'bounds' | 'initialCpus'>;

const between = (random: Random, low: number, high: number) => low + (high - low) * random.uniform();
const evenly = (random: Random, low: number, high: number) => low * (high / low) ** random.uniform();
const oneOf = <T>(random: Random, choices: [T, ...T[]]): T =>
  choices[Math.floor(random.uniform() * choices.length)] ?? choices[0];

/** A container under a quota: a knee at its threads, a little lost, a cliff below a fifth of a cpu. */
function container(random: Random): Shape {
  const knee = oneOf(random, [1, 1, between(random, 1.05, 1.5), 2]);
  const lost = between(random, 0, 0.08);
  const cliff = random.uniform() < 0.5 ? between(random, 1, 3) : 0;
  return {
    seconds: (cpus) => (1 / (Math.min(cpus, knee) - lost)) * (1 + (cliff * Math.max(0, 0.2 - cpus)) / 0.1),
    bounds: { min: 0.1, max: 2 },
    initialCpus: oneOf(random, [0.5, 0.75, 1]),
  };
}

/** A function whose cpus come with its memory: a fixed part, or no effect at all. */
function metered(random: Random): Shape {
  const fixed = oneOf(random, [1, between(random, 0, 0.3), between(random, 0.3, 0.8)]);
  const knee = between(random, 0.6, 1.5);
  return {
    seconds: (cpus) => fixed + (1 - fixed) / Math.min(cpus, knee),
    bounds: { min: 0.1, max: 2 },
    initialCpus: oneOf(random, [0.5, 1]),
  };
}

/** A parallel program by threads: a serial part, a cache that helps more than its share, or a loss beyond some threads. */
function parallel(random: Random): Shape {
  const serial = between(random, 0, 0.25);
  const power = oneOf(random, [0.8, 1, 1, between(random, 1.1, 1.3)]);
  const best = oneOf(random, [3, 4, 5, 6, 8]);
  const loss = random.uniform() < 0.5 ? between(random, 0.02, 0.15) : 0;
  return {
    seconds: (cpus) =>
      (serial + (1 - serial) / Math.min(cpus, best) ** power) * (1 + loss * Math.max(0, cpus - best)),
    bounds: { min: 1, max: 8 },
    initialCpus: oneOf(random, [2, 4]),
  };
}

/** A job of a cluster by cores. */
function clustered(random: Random): Shape {
  const fixed = between(random, 0, 0.4);
  const power = between(random, 0.6, 1);
  const knee = oneOf(random, [32, 64, 96]);
  return {
    seconds: (cpus) => fixed + (1 - fixed) * (32 / Math.min(cpus, knee)) ** power,
    bounds: { min: 16, max: 96 },
    initialCpus: oneOf(random, [32, 48]),
  };
}

const SHAPES = [container, metered, parallel, clustered];

const CHANCES: ((random: Random) => Partial<Chance>)[] = [
  (random) => ({ spread: evenly(random, 0.01, 0.05) }),
  (random) => ({ spread: evenly(random, 0.01, 0.05) }),
  (random) => ({ spread: evenly(random, 0.02, 0.1) }),
  (random) => ({ spread: evenly(random, 0.1, 0.3) }),
  (random) => ({ spread: 0.03, stragglers: { share: 0.25, factor: between(random, 1.6, 2.6) } }),
  (random) => ({ spread: 0.05, stragglers: { share: 0.1, factor: between(random, 0.02, 0.2) } }),
  (random) => ({ spread: between(random, 0.1, 0.2), correlation: between(random, 0.5, 0.9) }),
  (random) => ({
    spread: 0.05,
    hostBursts: { begins: 0.04, goesOn: between(random, 0.5, 0.8), factor: between(random, 1.3, 2.2) },
  }),
];

const TIGHTNESSES: { tightness: number; group: Group }[] = [
  { tightness: 1, group: 'tight' },
  { tightness: 1.3, group: 'roomy' },
  { tightness: 2, group: 'roomy' },
];

/** The n-th job of a family of seeds; its deadline may be out of reach. */
function drawn(seed: number, n: number): BenchJob {
  const random = seededRandom(hashOf(`family ${seed} ${n}`));
  const shape = (SHAPES[n % SHAPES.length] ?? container)(random);
  const chance = (CHANCES[Math.floor(n / SHAPES.length) % CHANCES.length] ?? (() => ({})))(random);
  const scale = evenly(random, 5, 150);
  const { tightness, group } = TIGHTNESSES[n % TIGHTNESSES.length] ?? { tightness: 1, group: 'tight' };
  const reference = shape.seconds(shape.initialCpus);
  return {
    ...shape,
    name: `${group} ${n}`,
    group,
    seconds: (cpus) => (scale * shape.seconds(cpus)) / reference,
    chance: { ...QUIET, ...chance },
    iterations: oneOf(random, [10, 20, 20, 30]),
    deadlineCpus: shape.initialCpus,
    tightness,
    declared: 1,
    gapSeconds: oneOf(random, [0, 0.05 * scale, 3]),
    reserved: random.uniform() < 0.7,
    pauseSeconds: 0,
    restarts: [],
  };
}

const FEASIBLE_SHARE = 0.985;
const FEASIBLE_TRIALS = 200;

/** Whether some constant cpus keep the deadline nearly always. */
function isFeasible(scenario: Scenario): boolean {
  const trials = Array.from({ length: FEASIBLE_TRIALS }, (_, i) => scenario.draw(seededRandom(i + 1)));
  const { iterations, deadlineAt, cpus } = scenario.plan;
  const met = (at: number) =>
    trials.filter((trial) => {
      let seconds = 0;
      for (let i = 0; i < iterations; i++)
        seconds += gapBefore(scenario, trial, i) + trial.duration(i, 0, at);
      return seconds <= deadlineAt / 1000;
    }).length;
  return cpuGrid(cpus).some((at) => met(at) >= FEASIBLE_SHARE * FEASIBLE_TRIALS);
}

/** So many jobs whose deadlines are within reach, drawn from a seed: other seeds give other jobs. */
function familyOf(seed: number, size: number, from = drawn): BenchJob[] {
  const jobs: BenchJob[] = [];
  for (let n = 0; jobs.length < size; n++) {
    const job = from(seed, n);
    if (isFeasible(jobScenario(job))) jobs.push(job);
  }
  return jobs;
}

/** What real frameworks and users put between two runs of a job that takes so many seconds. */
const WAITS: ((scale: number, random: Random) => Partial<BenchJob>)[] = [
  (scale, random) => ({ pauseSeconds: scale * evenly(random, 0.2, 3), reserved: false }),
  () => ({ gapSeconds: 3.5, gaps: [2, 5], reserved: false }),
  () => ({ gapSeconds: 0, restarts: [1, 27], reserved: true }),
  (scale, random) => ({
    pauseSeconds: scale * evenly(random, 0.2, 3),
    gapSeconds: 3.5,
    gaps: [2, 5],
    reserved: false,
  }),
];

/** The n-th of those, with a pause, a gap that varies or restarts of two sizes. */
function waiting(seed: number, n: number): BenchJob {
  const random = seededRandom(hashOf(`waits ${seed} ${n}`));
  const job = drawn(seed, n);
  const waits = WAITS[n % WAITS.length]?.(job.seconds(job.initialCpus), random);
  // Neither the shapes nor what chance does alternate in step with the waits.
  const { seconds, bounds, initialCpus, deadlineCpus } = drawn(seed, n + Math.floor(n / WAITS.length));
  const { chance } = drawn(seed, SHAPES.length * (n + Math.floor(n / CHANCES.length)));
  const other = { seconds, bounds, initialCpus, deadlineCpus, chance };
  return { ...job, ...other, ...waits, name: `waiting ${n}`, group: 'waiting' };
}

/** Jobs that wait between their runs. */
export function waits(seed: number, size: number): Scenario[] {
  return familyOf(seed, size, waiting).map(jobScenario);
}

/** Jobs with the properties of measured ones, and those of the middle tightness declared three times too long. */
export function families(seed: number, size = 100): Scenario[] {
  const jobs = familyOf(seed, size);
  const misdeclared = jobs
    .filter(({ tightness }) => tightness === 1.3)
    .map((job) => ({ ...job, name: `${job.name}, declared ×3`, group: 'misdeclared' as const, declared: 3 }));
  return [...jobs, ...misdeclared].map(jobScenario);
}
