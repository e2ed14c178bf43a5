import type { Plan, Sample } from '../../law.ts';
import { constants } from '../constants.ts';
import { relativeDuration, type Scale, saturationsWithin, shapesOf } from './shapes.ts';

/**
 * What is believed about the duration of an iteration: a weight and a level (logarithm of the median seconds at the
 * reference cpus) for each shape, and for all of them together the noise, the stragglers and the gap between runs.
 */
export interface Belief {
  scale: Scale;
  logWeights: number[];
  levels: number[];
  /** How many measurements the levels are worth. */
  certainty: number;
  noiseWeight: number;
  noiseSum: number;
  samples: number;
  stragglers: number;
  stragglerWeight: number;
  /** Mean logarithm of the factor by which stragglers take longer. */
  stragglerLog: number;
  /** Logarithm of the last duration over its prediction when that was an outlier not yet understood, else 0. */
  pending: number;
  gapSeconds: number;
  gaps: number;
  /** Seconds of the last iteration. */
  lastSeconds: number;
}

const c = constants;

export function newBelief(plan: Plan): Belief {
  const scale = { reference: plan.initialCpus, saturations: saturationsWithin(plan.cpus) };
  const shapes = shapesOf(scale);
  const level = Math.log(plan.iterationDurationSeconds);
  return {
    scale,
    logWeights: shapes.map((shape) => Math.log(shape.prior)),
    levels: shapes.map(() => level),
    certainty: (c.noiseSpread / c.declaredSpread) ** 2,
    noiseWeight: c.noisePriorWeight,
    noiseSum: c.noisePriorWeight * c.noiseSpread ** 2,
    samples: 0,
    stragglers: 0,
    stragglerWeight: c.stragglerFactorWeight,
    stragglerLog: Math.log(c.stragglerFactor),
    pending: 0,
    gapSeconds: plan.pauseSeconds + Math.min(c.gapSeconds, c.gapShare * plan.iterationDurationSeconds),
    gaps: 0,
    lastSeconds: 0,
  };
}

/** What an earlier job leaves to the next: all it learned, but less sure of the level, and nothing half understood. */
export function inheritedBelief(earlier: Belief): Belief {
  const noise = earlier.noiseSum / earlier.noiseWeight;
  const noiseWeight = Math.min(earlier.noiseWeight, 10);
  return {
    ...earlier,
    certainty: Math.min(earlier.certainty, noise / c.priorJobSpread ** 2),
    noiseWeight,
    noiseSum: noiseWeight * noise,
    pending: 0,
    gaps: Math.min(earlier.gaps, 1),
  };
}

/** Variance of the logarithm of one duration around its median. */
export function noiseVariance(belief: Belief): number {
  return belief.noiseSum / belief.noiseWeight;
}

/** The weights as probabilities. */
export function weightsOf(belief: Belief): number[] {
  const weights = belief.logWeights.map(Math.exp);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** The belief after one more iteration. An impossible sample teaches nothing. */
export function observe(belief: Belief, sample: Sample): Belief {
  const { cpus, durationSeconds, gapSeconds } = sample;
  const timed = withGap(belief, gapSeconds);
  if (!(durationSeconds > 0 && durationSeconds < 1e9 && cpus > 0 && cpus < 1e6)) return timed;
  const counted = { ...timed, samples: belief.samples + 1, lastSeconds: durationSeconds };
  const { reference } = belief.scale;
  const seen = Math.log(durationSeconds);
  const errors = shapesOf(belief.scale).map(
    (shape, h) => seen - (belief.levels[h] ?? 0) - Math.log(relativeDuration(shape, cpus, reference)),
  );
  const steady = weighed(counted, errors);
  if (belief.pending > 0) {
    const moved = weighed(
      counted,
      errors.map((error) => error - belief.pending),
    );
    if (moved.evidence > c.shiftOdds * steady.evidence) return withShift(moved, belief.pending, 2);
  }
  const variance = noiseVariance(belief) * (1 + 1 / belief.certainty);
  const outlier = Math.abs(steady.error) > Math.max(c.outlierSpreads * Math.sqrt(variance), c.outlierLeast);
  const understood = { ...steady, belief: withStraggler(steady.belief) };
  if (!outlier) return withLevel(understood);
  if (steady.error < 0) return withShift(understood, 0, 1);
  return { ...withNoise(understood.belief, steady.error), pending: steady.error };
}

/** A belief whose shapes were weighed by how well they foretold a duration. */
interface Weighed {
  belief: Belief;
  /** Logarithm of the duration over each shape's prediction, and their mean. */
  errors: number[];
  error: number;
  /** How likely the duration was. */
  evidence: number;
}

function weighed(belief: Belief, errors: number[]): Weighed {
  const shapes = shapesOf(belief.scale);
  const variance = noiseVariance(belief) * (1 + 1 / belief.certainty);
  const weights = weightsOf(belief);
  const raw = errors.map((error, h) => {
    const likelihood = (1 + error ** 2 / (c.shapeFreedom * variance)) ** (-(c.shapeFreedom + 1) / 2);
    return (weights[h] ?? 0) * (likelihood + c.shapeFloor);
  });
  const evidence = raw.reduce((total, weight) => total + weight, 0);
  const mixed = raw.map(
    (weight, h) => (1 - c.shapeMixing) * (weight / evidence) + c.shapeMixing * (shapes[h]?.prior ?? 0),
  );
  const error = mixed.reduce((sum, weight, h) => sum + weight * (errors[h] ?? 0), 0);
  return { belief: { ...belief, logWeights: mixed.map(Math.log) }, errors, error, evidence };
}

function withGap(belief: Belief, seconds: number | null): Belief {
  if (seconds === null || !(seconds >= 0 && seconds < 1e9)) return belief;
  const gaps = Math.min(belief.gaps + 1, 5);
  return { ...belief, gaps, gapSeconds: belief.gapSeconds + (seconds - belief.gapSeconds) / gaps };
}

/** The first run reports no gap; what passed between the start and its report without running is the best guess. */
export function withFirstGap(belief: Belief, elapsedSeconds: number): Belief {
  if (belief.gaps > 0 || belief.samples !== 1) return belief;
  const gapSeconds = Math.max(0, elapsedSeconds - belief.lastSeconds);
  return { ...belief, gapSeconds: Math.min(gapSeconds, belief.lastSeconds) };
}

/** A run that was given up counts as a straggler that took its time and that of the new run. */
export function withHungRun(belief: Belief, factor: number): Belief {
  return withStraggler({ ...belief, pending: Math.log(Math.max(1, factor)) });
}

/** The outlier before this ordinary iteration is now understood: it was a straggler. */
function withStraggler(belief: Belief): Belief {
  if (belief.pending <= 0) return { ...belief, pending: 0 };
  const stragglerWeight = belief.stragglerWeight + 1;
  const stragglerLog = belief.stragglerLog + (belief.pending - belief.stragglerLog) / stragglerWeight;
  return { ...belief, pending: 0, stragglers: belief.stragglers + 1, stragglerWeight, stragglerLog };
}

function withLevel({ belief, errors, error }: Weighed): Belief {
  const certainty = c.levelRetention * belief.certainty + 1;
  const levels = belief.levels.map((level, h) => level + (errors[h] ?? 0) / certainty);
  return { ...withNoise(belief, error), levels, certainty };
}

/** One surprise more; a very large one counts as three spreads, since it may be something else than noise. */
function withNoise(belief: Belief, error: number): Belief {
  const foreseen = 1 + 1 / (c.levelRetention * belief.certainty);
  const seen = Math.min(error ** 2, 9 * noiseVariance(belief) * foreseen) / foreseen;
  const kept = 1 - 1 / c.noiseMemory;
  return { ...belief, noiseWeight: kept * belief.noiseWeight + 1, noiseSum: kept * belief.noiseSum + seen };
}

/** Slower or faster times have begun: the level moves to the iterations since then and forgets those before. */
function withShift({ belief, errors, error }: Weighed, by: number, since: number): Belief {
  const levels = belief.levels.map((level, h) => level + by + (errors[h] ?? 0) / since);
  return { ...withNoise(belief, error), levels, certainty: since, pending: 0 };
}
