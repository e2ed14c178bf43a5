import { clamp } from '../sane.ts';
import { constants } from './constants.ts';
import { type Belief, noiseVariance, stragglerShare } from './speed-model/belief.ts';
import { gapSeconds, gapVariance } from './speed-model/gap.ts';
import { logNormalBelow } from './speed-model/normal.ts';
import type { Speed } from './speed-model/speed.ts';

/** The distribution of a time that is left: what is certain of it, a log-normal body, and stragglers that may add to it. */
export interface Remaining {
  /** Of all of it, what is certain included. */
  mean: number;
  variance: number;
  /** The pauses of the plan: no time left is shorter. */
  certainSeconds: number;
  /** Iterations that may still straggle, how likely each is to, and the mean seconds that it then takes longer. */
  iterations: number;
  stragglerShare: number;
  stragglerExcess: number;
}

const STRAGGLERS_AT_MOST = 4;
const EXCESS_SPREAD = 0.5;

/** So many whole iterations at one speed. */
export interface Stretch {
  speed: Speed;
  iterations: number;
}

/** By how much slow iterations in rows make a long stretch vary more than iterations that know nothing of each other. */
function rowFactor(belief: Belief, iterations: number): number {
  const weight = constants.rowWeight * noiseVariance(belief);
  const correlation = clamp(belief.rowSum / (belief.noiseSum + weight), 0, constants.rowMost);
  return Math.min(Math.max(1, iterations), (1 + correlation) / (1 - correlation));
}

/** The share of the drift that the measured noise leaves: quiet jobs on quiet hosts drift less. */
function driftShare(belief: Belief): number {
  const { driftWeight, driftLeast, driftMost, noiseSpread } = constants;
  const measured = clamp(noiseVariance(belief) / noiseSpread ** 2, driftLeast ** 2, driftMost ** 2);
  return Math.sqrt((driftWeight + belief.samples * measured) / (driftWeight + belief.samples));
}

/**
 * The time that whole iterations take, stretch after stretch, each iteration with its gap before it. Ignorance is charged
 * for so many iterations: for a few where later decisions will know more and can correct, for all where they cannot.
 */
export function wholeIterations(
  belief: Belief,
  stretches: Stretch[],
  drift: number,
  ignorantIterations = constants.ignoranceIterations,
): Remaining {
  let iterations = 0;
  let runs = 0;
  let noise = 0;
  let ignorance = 0;
  let ignorant = ignorantIterations;
  for (const { speed, iterations: count } of stretches) {
    iterations += count;
    runs += count * speed.mean;
    noise += count * speed.noise;
    ignorance += Math.min(count, ignorant) * Math.sqrt(speed.ignorance);
    ignorant -= Math.min(count, ignorant);
  }
  const drifted = drift * driftShare(belief) * runs * Math.max(1, iterations) ** -constants.driftExponent;
  return {
    mean: runs + iterations * gapSeconds(belief),
    variance:
      noise * rowFactor(belief, iterations) +
      ignorance ** 2 +
      drifted ** 2 +
      gapVariance(belief, iterations, ignorantIterations),
    certainSeconds: iterations * belief.pauseSeconds,
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

/** Probability that the time is at most `seconds`: by the number of stragglers, the last case being "so many and more". */
export function probabilityWithin(remaining: Remaining, seconds: number): number {
  const { variance, certainSeconds, iterations, stragglerShare: share, stragglerExcess } = remaining;
  const mean = remaining.mean - certainSeconds;
  const uncertain = seconds - certainSeconds;
  const excessVariance = (EXCESS_SPREAD * stragglerExcess) ** 2;
  const below = (stragglers: number) =>
    logNormalBelow(uncertain, mean + stragglers * stragglerExcess, variance + stragglers * excessVariance);
  let binomial = (1 - share) ** iterations;
  let sum = 0;
  let left = 1;
  let expected = iterations * share;
  for (let j = 0; j < STRAGGLERS_AT_MOST && left > 1e-3; j++) {
    sum += binomial * below(j);
    left -= binomial;
    expected -= j * binomial;
    binomial *= ((iterations - j) / (j + 1)) * (share / (1 - share));
  }
  if (left <= 1e-3) return Math.min(1, sum / (1 - Math.max(0, left)));
  return Math.min(1, sum + left * below(expected / left));
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
