import { clamp } from '../sane.ts';
import { constants } from './constants.ts';
import type { Belief } from './speed-model/belief.ts';
import { logNormalBelow } from './speed-model/normal.ts';
import type { Speed } from './speed-model/speed.ts';

/** The distribution of a time that is left: a log-normal body, and stragglers that may add to it. */
export interface Remaining {
  mean: number;
  variance: number;
  /** Iterations that may still straggle, how likely each is to, and the mean seconds that it then takes longer. */
  iterations: number;
  stragglerShare: number;
  stragglerExcess: number;
}

const STRAGGLERS_AT_MOST = 4;
const EXCESS_SPREAD = 0.5;

export function stragglerShare({ stragglers, samples }: Belief): number {
  const { stragglerShareWeight, stragglerShare: prior } = constants;
  return (stragglers + prior * stragglerShareWeight) / (samples + stragglerShareWeight);
}

/** So many whole iterations at one speed. */
export interface Stretch {
  speed: Speed;
  iterations: number;
}

/** The time that whole iterations take, stretch after stretch, each iteration with its gap before it. */
export function wholeIterations(belief: Belief, stretches: Stretch[], drift: number): Remaining {
  let [iterations, runs, noise, ignorance, ignorant] = [0, 0, 0, 0, constants.ignoranceIterations];
  for (const { speed, iterations: count } of stretches) {
    iterations += count;
    runs += count * speed.mean;
    noise += count * speed.noise;
    ignorance += Math.min(count, ignorant) * Math.sqrt(speed.ignorance);
    ignorant -= Math.min(count, ignorant);
  }
  return {
    mean: runs + iterations * belief.gapSeconds,
    variance:
      noise + ignorance ** 2 + (drift * runs * Math.max(1, iterations) ** -constants.driftExponent) ** 2,
    iterations,
    stragglerShare: stragglerShare(belief),
    stragglerExcess: iterations === 0 ? 0 : ((Math.exp(belief.stragglerLog) - 1) * runs) / iterations,
  };
}

/** The same time after a certain one, for example a restart. */
export function delayed(remaining: Remaining, by: { mean: number; variance: number }): Remaining {
  return { ...remaining, mean: remaining.mean + by.mean, variance: remaining.variance + by.variance };
}

/** Expected seconds, stragglers included. */
export function meanOf({ mean, iterations, stragglerShare, stragglerExcess }: Remaining): number {
  return mean + iterations * stragglerShare * stragglerExcess;
}

/** Probability that the time is at most `seconds`. */
export function probabilityWithin(remaining: Remaining, seconds: number): number {
  const { mean, variance, iterations, stragglerShare, stragglerExcess } = remaining;
  let binomial = (1 - stragglerShare) ** iterations;
  let sum = 0;
  let left = 1;
  for (let j = 0; j <= Math.min(iterations, STRAGGLERS_AT_MOST); j++) {
    const weight = j === STRAGGLERS_AT_MOST ? left : binomial;
    const excess = j * stragglerExcess;
    const less = logNormalBelow(seconds - excess * (1 - EXCESS_SPREAD), mean, variance);
    const more = j === 0 ? less : logNormalBelow(seconds - excess * (1 + EXCESS_SPREAD), mean, variance);
    sum += (weight * (less + more)) / 2;
    left -= binomial;
    if (left < 1e-3) return Math.min(1, sum / (1 - Math.max(0, left)));
    binomial *= ((iterations - j) / (j + 1)) * (stragglerShare / (1 - stragglerShare));
  }
  return Math.min(1, sum / (left > 0 && iterations < STRAGGLERS_AT_MOST ? 1 - left : 1));
}

/** The seconds within which the time lies with `probability`, to a thousandth of them. */
export function quantileOf(remaining: Remaining, probability: number): number {
  let low = 0;
  let high = meanOf(remaining) + 1e-3;
  while (probabilityWithin(remaining, high) < probability && high < 1e15) {
    low = high;
    high *= 1.25;
  }
  if (low === 0) low = descend(remaining, probability, high);
  return between(remaining, probability, [low, high]);
}

function descend(remaining: Remaining, probability: number, from: number): number {
  let low = 0.8 * from;
  while (probabilityWithin(remaining, low) > probability && low > 1e-6) low *= 0.8;
  return low;
}

/** Regula falsi, with the Illinois rule against a bound that never moves. */
function between(remaining: Remaining, probability: number, [from, to]: [number, number]): number {
  let [low, high] = [from, to];
  let below = probabilityWithin(remaining, low) - probability;
  let above = probabilityWithin(remaining, high) - probability;
  for (let i = 0; i < 20 && high - low > 1e-3 * high; i++) {
    const middle = clamp((low * above - high * below) / (above - below || 1), low, high);
    const error = probabilityWithin(remaining, middle) - probability;
    if (Math.abs(error) < 1e-4) return middle;
    if (error < 0) [low, below, above] = [middle, error, above / 2];
    else [high, above, below] = [middle, error, below / 2];
  }
  return high;
}
