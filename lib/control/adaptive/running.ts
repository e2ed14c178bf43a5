import { constants } from './constants.ts';
import { type Belief, stragglerShare } from './speed-model/belief.ts';
import { normalBelow } from './speed-model/normal.ts';
import type { Speed } from './speed-model/speed.ts';

/** How spread the durations of stragglers are, in logarithm. */
const STRAGGLER_SPREAD = 0.5;
/** How spread the factors are by which times become slower for good, in logarithm. */
const SHIFT_SPREAD = 0.3;

/** One thing that a running iteration may be. */
export interface Nature {
  probability: number;
  /** Mean seconds that are left if it is so; infinite for one that hangs. */
  rest: number;
  /** Factor on the duration of the iterations after it. */
  slower: number;
}

/** An iteration that has been running for `age` seconds: ordinary, a straggler, the first of slower times, or hanging. */
export function naturesOf(belief: Belief, speed: Speed, age: number): Nature[] {
  const { hangShare, shiftShare, shiftLog } = constants;
  const straggling = stragglerShare(belief);
  const variance = Math.log1p((speed.noise + speed.ignorance) / speed.mean ** 2);
  const middle = Math.log(speed.mean) - variance / 2;
  const usual = conditional(middle, Math.max(1e-4, variance), age);
  const slow = conditional(middle + belief.stragglerLog, STRAGGLER_SPREAD ** 2, age);
  const shifted = conditional(middle + shiftLog, SHIFT_SPREAD ** 2 + variance, age);
  const weights = [
    (1 - straggling - hangShare - shiftShare) * usual.survival,
    straggling * slow.survival,
    shiftShare * shifted.survival,
    hangShare,
  ];
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const [first, second, third, fourth] = weights.map((weight) => weight / sum);
  return [
    { probability: first ?? 0, rest: usual.rest, slower: 1 },
    { probability: second ?? 0, rest: slow.rest, slower: 1 },
    { probability: third ?? 0, rest: shifted.rest, slower: Math.max(1, (age + shifted.rest) / speed.mean) },
    { probability: fourth ?? 0, rest: Number.POSITIVE_INFINITY, slower: 1 },
  ];
}

/**
 * The time that the running iteration still takes, as a mean and a variance. One that will be given up as hung takes no
 * longer than that and one new run.
 */
export function restOfRunning(belief: Belief, speed: Speed, run: { age: number; hungAfter: number }) {
  const ends = naturesOf(belief, speed, run.age).filter(({ rest }) => rest < Number.POSITIVE_INFINITY);
  const sum = ends.reduce((total, { probability }) => total + probability, 1e-12);
  const rest = ends.reduce((total, nature) => total + nature.probability * nature.rest, 0) / sum;
  const mean = Math.min(rest, Math.max(0, run.hungAfter - run.age) + speed.mean);
  return { mean, variance: Math.min(speed.noise + speed.ignorance, mean ** 2) };
}

/** Mean of a log-normal duration beyond `age`, given that it lasts beyond it. */
function conditional(middle: number, variance: number, age: number) {
  const spread = Math.sqrt(variance);
  const mean = Math.exp(middle + variance / 2);
  if (age <= 0) return { survival: 1, rest: mean };
  const z = (Math.log(age) - middle) / spread;
  const survival = normalBelow(-z);
  if (survival < 1e-6) return { survival, rest: (age * spread) / z };
  return { survival, rest: Math.max(0, (mean * normalBelow(spread - z)) / survival - age) };
}
