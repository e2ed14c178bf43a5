import type { Belief } from './belief.ts';
import { constants } from './constants.ts';
import { normalBelow } from './normal.ts';
import { stragglerShare } from './remaining.ts';
import type { Speed } from './speed.ts';

/** How spread the durations of stragglers are, in logarithm. */
const STRAGGLER_SPREAD = 0.5;

/** What a running iteration may be, given that it has lasted so long. */
export interface Running {
  /** Probabilities; they add up to 1. */
  ordinary: number;
  straggling: number;
  hanging: number;
  /** Mean seconds that are left if it is so. */
  ordinaryRest: number;
  stragglingRest: number;
}

/** The nature of an iteration that has been running for `age` seconds. */
export function runningAt(belief: Belief, speed: Speed, age: number): Running {
  const share = stragglerShare(belief);
  const { hangShare } = constants;
  const variance = Math.log1p((speed.noise + speed.ignorance) / speed.mean ** 2);
  const middle = Math.log(speed.mean) - variance / 2;
  const usual = conditional(middle, Math.max(1e-4, variance), age);
  const slow = conditional(middle + belief.stragglerLog, STRAGGLER_SPREAD ** 2, age);
  const weights = [(1 - share - hangShare) * usual.survival, share * slow.survival, hangShare];
  const [ordinary = 0, straggling = 0, hanging = 0] = weights;
  const sum = ordinary + straggling + hanging;
  return {
    ...{ ordinary: ordinary / sum, straggling: straggling / sum, hanging: hanging / sum },
    ...{ ordinaryRest: usual.rest, stragglingRest: slow.rest },
  };
}

/**
 * The time that the running iteration still takes, as a mean and a variance. One that will be given up as hung takes no
 * longer than that and one new run.
 */
export function restOfRunning(belief: Belief, speed: Speed, run: { age: number; hungAfter: number }) {
  const { ordinary, straggling, ordinaryRest, stragglingRest } = runningAt(belief, speed, run.age);
  const rest = (ordinary * ordinaryRest + straggling * stragglingRest) / (ordinary + straggling + 1e-12);
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
