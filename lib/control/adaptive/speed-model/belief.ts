import type { Plan } from '../../law.ts';
import { clamp } from '../../sane.ts';
import { constants } from '../constants.ts';
import { firstGap, type Gap } from './gap.ts';
import { type Scale, saturationsWithin, shapesOf } from './shapes.ts';

/**
 * What is believed about the duration of an iteration: a weight and a level (logarithm of the median seconds at the
 * reference cpus) for each shape, and for all of them together the noise, the stragglers and the gap between runs.
 */
export interface Belief extends Gap {
  scale: Scale;
  logWeights: number[];
  levels: number[];
  /** How many measurements the levels are worth. */
  certainty: number;
  noiseWeight: number;
  noiseSum: number;
  /** Sum of the products of each surprise and the one before: above 0 when slow iterations come in rows. */
  rowSum: number;
  lastError: number;
  samples: number;
  /** How many of them are of this job; the others taught a job before it. */
  ownSamples: number;
  stragglers: number;
  stragglerWeight: number;
  /** Mean logarithm of the factor by which stragglers take longer. */
  stragglerLog: number;
  /** Logarithm of the last duration over its prediction when that was an outlier not yet understood, else 0... */
  pending: number;
  /** ...and how many such came in a row. */
  pendingRow: number;
  /** Logarithm of by how much the times last became slower; it fades, as they may become quicker again. */
  slowerBy: number;
  /** Seconds of the last iteration. */
  lastSeconds: number;
  /** Logarithm of the longest recent duration, as it would be at the reference cpus. */
  longest: number;
  /** The fewest and the most cpus that an iteration was measured at. */
  fewestCpus: number;
  mostCpus: number;
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
    rowSum: 0,
    lastError: 0,
    samples: 0,
    ownSamples: 0,
    stragglers: 0,
    stragglerWeight: c.stragglerFactorWeight,
    stragglerLog: Math.log(c.stragglerFactor),
    pending: 0,
    pendingRow: 0,
    slowerBy: 0,
    ...firstGap(plan),
    lastSeconds: 0,
    longest: level,
    fewestCpus: plan.initialCpus,
    mostCpus: plan.initialCpus,
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

/** Whether nothing confirms yet what an earlier job taught. */
export function isHearsay({ samples, ownSamples }: Belief): boolean {
  return samples > 0 && ownSamples === 0;
}

/** Share of the iterations that straggle. */
export function stragglerShare({ stragglers, samples }: Belief): number {
  const { stragglerShareWeight, stragglerShare: prior } = constants;
  return (stragglers + prior * stragglerShareWeight) / (samples + stragglerShareWeight);
}

/** A run that was given up counts as a straggler that took its time and that of the new run. */
export function withHungRun(belief: Belief, factor: number): Belief {
  return withStraggler({ ...belief, pending: clamp(Math.log(factor), 0, c.oddLogMost) });
}

/** The outlier before this iteration is now understood: a slow one was a straggler, a quick one was luck. */
export function withStraggler(belief: Belief): Belief {
  const { pending } = belief;
  if (pending === 0) return belief;
  if (pending < 0) return withLuck(belief);
  const stragglerWeight = belief.stragglerWeight + 1;
  const stragglerLog = belief.stragglerLog + (pending - belief.stragglerLog) / stragglerWeight;
  return {
    ...belief,
    pending: 0,
    pendingRow: 0,
    stragglers: belief.stragglers + 1,
    stragglerWeight,
    stragglerLog,
  };
}

/** Luck comes again: a quick iteration counts for the level, but as no more than three spreads. */
function withLuck(belief: Belief): Belief {
  const pull = Math.max(belief.pending, -3 * Math.sqrt(noiseVariance(belief))) / (belief.certainty + 1);
  const levels = belief.levels.map((level) => level + pull);
  return { ...belief, levels, pending: 0, pendingRow: 0 };
}

/** The mean logarithm of the seconds at the reference. */
export function meanLevel(belief: Belief): number {
  const weights = weightsOf(belief);
  return belief.levels.reduce((sum, level, h) => sum + (weights[h] ?? 0) * level, 0);
}
