import { drawFaults, type Fault } from './faults.ts';
import { drawFrom } from './random.ts';

/** One schedule: a job, and what goes wrong with it. Both follow from the seed. */
export interface Scenario {
  seed: number;
  framework: 'chronos' | 'marathon';
  law: 'adaptive' | 'step';
  iterations: number;
  pauseSeconds: number;
  maxFailures: number;
  /** What the user says one run takes. */
  declaredSeconds: number;
  /** What it takes: a part that no cpus help, and a part that they do, up to so many. */
  serialSeconds: number;
  parallelSeconds: number;
  usableCpus: number;
  cpus: { min: number; max: number; initial: number };
  deadlineSeconds: number;
  /** Whether the cluster has a Monasca, and somebody is to be told of a late job. */
  hasMonasca: boolean;
  notifies: boolean;
  reportsContainer: boolean;
  hasIdempotencyKey: boolean;
  faults: Fault[];
  /** Other jobs launched with the first, on a cluster whose agents the operator states; null where there is one job, and no gate. */
  sharing: Sharing | null;
}

export interface Sharing {
  jobs: number;
  /** The cpus of each agent. */
  agents: number[];
}

/** Half of them run on Chronos, half on Marathon, and half of each under either law. */
export function scenarioOf(seed: number): Scenario {
  const draw = drawFrom(seed, 'scenario');
  const framework = seed % 2 === 0 ? 'chronos' : 'marathon';
  const declaredSeconds = Math.round(draw.spread(3, 90));
  const really = declaredSeconds * draw.spread(0.5, 2);
  const serialShare = draw.between(0.1, 0.9);
  const min = draw.of([0.1, 0.2, 0.5]);
  const max = min * draw.of([1, 4, 10]);
  const initial = Math.round(draw.between(min, max) * 100) / 100;
  const iterations = draw.whole(1, 6);
  const pauseSeconds = draw.of([0, 0, 5, 30]);
  const hasMonasca = draw.isTrue(0.6);
  const neededSeconds = iterations * (declaredSeconds + pauseSeconds + 10);
  return {
    seed,
    framework,
    law: Math.floor(seed / 2) % 2 === 0 ? 'adaptive' : 'step',
    iterations,
    pauseSeconds,
    maxFailures: draw.whole(1, 4),
    declaredSeconds,
    serialSeconds: really * serialShare,
    parallelSeconds: really * (1 - serialShare) * initial,
    usableCpus: draw.between(0.5, 4),
    cpus: { min, max, initial: Math.min(max, Math.max(min, initial)) },
    deadlineSeconds: Math.round(Math.max(120, neededSeconds * draw.spread(0.8, 6))),
    hasMonasca,
    notifies: draw.isTrue(0.6) && hasMonasca,
    reportsContainer: draw.isTrue(0.5),
    hasIdempotencyKey: draw.isTrue(0.8),
    faults: drawFaults(seed, framework),
    sharing: null,
  };
}

/** Jobs of Chronos that cannot all run at once. */
export function sharedScenarioOf(seed: number): Scenario {
  const alone = scenarioOf(2 * seed);
  const draw = drawFrom(seed, 'sharing');
  const agents = Array.from({ length: draw.whole(1, 2) }, () => alone.cpus.max);
  // A name is freed by hand, or taken by a successor, where one job has it.
  const faults = alone.faults.filter(({ kind }) => kind !== 'successor' && kind !== 'deleted-by-hand');
  return { ...alone, seed, faults, sharing: { jobs: draw.whole(2, 5), agents } };
}
