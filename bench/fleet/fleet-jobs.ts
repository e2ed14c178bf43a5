import { type Chance, QUIET } from '../control/chance.ts';
import { clairvoyantCoreSeconds } from '../control/clairvoyant.ts';
import { jobScenario } from '../control/job-scenario.ts';
import { hashOf, type Random, seededRandom } from '../control/random.ts';
import type { Scenario, Trial } from '../control/scenario.ts';

/** The time to the deadline over the mean total at the most cpus; a third of the jobs each. */
export const deadlineFactors = [1.1, 1.5, 2.5] as const;

/** One job of a fleet, and everything that chance decides about it. */
export interface FleetJob {
  scenario: Scenario;
  trial: Trial;
  /** Seconds from the beginning of the trial to its launch. */
  launchedAt: number;
  deadlineFactor: number;
  /** Seconds that the whole job takes with the most cpus, in the mean. */
  lengthSeconds: number;
  /** The fewest core-seconds with which one who knows all draws is on time, or of the fastest way where nobody is. */
  clairvoyant: number;
}

export interface Fleet {
  jobs: FleetJob[];
  /** The cpus of each agent. */
  agents: number[];
}

interface Kind {
  share: number;
  curve?: Partial<Curve>;
  chance?: Partial<Chance>;
}

/** Seconds of one iteration: `fixed + work / (min(cpus, threads) - lost)`. */
interface Curve {
  fixed: number;
  work: number;
  threads: number;
  lost: number;
}

const USUAL: Curve = { fixed: 12, work: 48, threads: 3, lost: 0.06 };

const KINDS: Kind[] = [
  { share: 0.2 },
  { share: 0.1, chance: { spread: 0.35 } },
  { share: 0.1, chance: { stragglers: { share: 0.08, factor: 3 } } },
  { share: 0.1, curve: { threads: 1 } },
  { share: 0.1, curve: { fixed: 48, work: 12 } },
  { share: 0.1, curve: { fixed: 0, work: 60, lost: 0 } },
  { share: 0.08, chance: { change: (progress) => (progress < 0.3 ? 1 : 0.5) } },
  { share: 0.08, chance: { spread: 0.25, correlation: 0.9 } },
  { share: 0.06, chance: { change: (progress) => (progress < 0.5 ? 0.5 : 1.5) } },
  { share: 0.05, chance: { change: (progress) => (progress < 0.35 ? 1 : 1.6) } },
  { share: 0.03, chance: { hangs: { share: 0.02, factor: 20 } } },
];

const MANY_CPUS_SHARE = 0.2;
/** From the request of a run to its launch on an empty cluster. */
export const OFFER_SECONDS = 1;

function kindOf(random: Random): Kind {
  let left = random.uniform();
  for (const kind of KINDS) {
    left -= kind.share;
    if (left < 0) return kind;
  }
  return { share: 0 };
}

function drawnJob(name: string, deadlineFactor: number, random: Random): Omit<FleetJob, 'launchedAt'> {
  const kind = kindOf(random);
  const curve = { ...USUAL, ...kind.curve };
  const size = Math.exp(0.4 * random.normal());
  const max = random.uniform() < MANY_CPUS_SHARE ? 3 : 2;
  const scenario = jobScenario({
    name,
    group: 'feasible',
    seconds: (cpus) => size * (curve.fixed + curve.work / (Math.min(cpus, curve.threads) - curve.lost)),
    chance: { ...QUIET, ...kind.chance },
    iterations: 8 + Math.floor(21 * random.uniform()),
    bounds: { min: 0.1, max },
    initialCpus: 1,
    deadlineCpus: max,
    tightness: deadlineFactor,
    declared: Math.exp(0.3 * random.normal()),
    gapSeconds: OFFER_SECONDS,
    reserved: false,
    pauseSeconds: 0,
    restarts: [],
  });
  const trial = scenario.draw(random);
  const clairvoyant = clairvoyantCoreSeconds(scenario, trial);
  const lengthSeconds = scenario.plan.deadlineAt / 1000 / deadlineFactor;
  return { scenario, trial, deadlineFactor, lengthSeconds, clairvoyant };
}

/** Launches at random instants, the last one at 1. */
function instants(count: number, random: Random): number[] {
  let sum = 0;
  const sums = Array.from({ length: count }, () => {
    sum -= Math.log(1 - random.uniform());
    return sum;
  });
  return sums.map((one) => one / sum);
}

/**
 * So many jobs whose clairvoyant core-seconds are exactly the offered share of what the agents have until the last launch. The same
 * seed gives the same jobs at every load, only closer together.
 */
export function drawFleet(seed: number, size: number, cluster: { agents: number[]; load: number }): Fleet {
  const { agents, load } = cluster;
  const random = seededRandom(hashOf(`fleet ${seed}`));
  const drawn = Array.from({ length: size }, (_, i) =>
    drawnJob(`job ${i}`, deadlineFactors[i % deadlineFactors.length] ?? 1.5, random),
  );
  const work = drawn.reduce((sum, { clairvoyant }) => sum + clairvoyant, 0);
  const windowSeconds = work / (load * agents.reduce((sum, cpus) => sum + cpus, 0));
  const launches = shuffled(instants(size, random), random);
  return {
    agents,
    jobs: drawn.map((job, i) => ({ ...job, launchedAt: windowSeconds * (launches[i] ?? 0) })),
  };
}

function shuffled(values: number[], random: Random): number[] {
  return values
    .map((value) => ({ value, key: random.uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}

/** Seconds from the launch of a job to its deadline. */
export const deadlineSecondsOf = ({ scenario }: FleetJob) => scenario.plan.deadlineAt / 1000;
