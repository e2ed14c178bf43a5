import type { Sample } from '../../law.ts';
import { clamp } from '../../sane.ts';
import { constants } from '../constants.ts';
import {
  type Belief,
  isHearsay,
  meanLevel,
  noiseVariance,
  stragglerShare,
  weightsOf,
  withStraggler,
} from './belief.ts';
import { withGap } from './gap.ts';
import { disproved } from './inherited.ts';
import { curvesOf, shapesOf } from './shapes.ts';

const c = constants;

/** The belief after one more iteration. An impossible sample teaches nothing. */
export function observe(belief: Belief, sample: Sample): Belief {
  const { cpus, durationSeconds, gapSeconds } = sample;
  const heard = { ...withGap(belief, gapSeconds), slowerBy: (1 - c.longestFading) * belief.slowerBy };
  if (!(durationSeconds > 0 && durationSeconds < 1e9 && cpus > 0 && cpus < 1e6)) return heard;
  const curve = curvesOf(belief.scale, [cpus])[0] ?? new Float64Array();
  const seen = Math.log(durationSeconds);
  const errors = belief.levels.map((level, h) => seen - level - Math.log(curve[h] ?? 1));
  const isWrong = isHearsay(heard) && isOutlier(heard, weighed(heard, errors));
  const before = isWrong ? disproved(heard) : heard;
  const known = weighed(before, errors);
  const isFirst = before.samples === 0;
  return {
    ...understood(before, known),
    samples: before.samples + 1,
    ownSamples: before.ownSamples + 1,
    lastSeconds: durationSeconds,
    longest: longestAfter(before, known.error),
    fewestCpus: isFirst ? cpus : Math.min(before.fewestCpus, cpus),
    mostCpus: isFirst ? cpus : Math.max(before.mostCpus, cpus),
  };
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

/** What a duration means: ordinary, odd for now, a straggler that is over, or the beginning of other times. */
function understood(belief: Belief, steady: Weighed): Belief {
  // A first measurement says more than a declaration or an earlier job; one that is far quicker may have skipped a part of the work.
  if (belief.ownSamples === 0 && steady.error > 0 && isOutlier(belief, steady))
    return withShift(steady, 0, 1);
  if (belief.pending !== 0) {
    const moved = weighed(
      belief,
      steady.errors.map((error) => error - belief.pending),
    );
    if (moved.evidence > c.shiftOdds * steady.evidence) {
      const isShift = belief.pendingRow + 1 >= rowOfShift(belief);
      if (isShift) return withShift(moved, belief.pending, 2);
      return odd(withStraggler(steady.belief), steady.error, belief.pendingRow + 1);
    }
  }
  const settled = { ...steady, belief: withStraggler(steady.belief) };
  return isOutlier(belief, steady) ? odd(settled.belief, steady.error, 1) : withLevel(settled);
}

function isOutlier(belief: Belief, { error }: Weighed): boolean {
  const variance = noiseVariance(belief) * (1 + 1 / belief.certainty);
  return Math.abs(error) > Math.max(c.outlierSpreads * Math.sqrt(variance), c.outlierLeast);
}

/** So many odd iterations in a row are other times; where stragglers are common, some of them in a row are nothing new. */
function rowOfShift(belief: Belief): number {
  if (belief.pending < 0) return 2;
  return clamp(Math.ceil(Math.log(c.shiftRow) / Math.log(stragglerShare(belief))), 2, 4);
}

function odd(belief: Belief, error: number, pendingRow: number): Belief {
  const pending = clamp(error, -c.oddLogMost, c.oddLogMost);
  return { ...withNoise(belief, error), pending, pendingRow };
}

function weighed(belief: Belief, errors: number[]): Weighed {
  const shapes = shapesOf(belief.scale);
  const variance = noiseVariance(belief) * (1 + 1 / belief.certainty);
  const weights = weightsOf(belief);
  const power = -(c.shapeFreedom + 1) / 2;
  const raw = errors.map((error, h) => {
    const likelihood = (1 + error ** 2 / (c.shapeFreedom * variance)) ** power;
    return (weights[h] ?? 0) * (likelihood + c.shapeFloor);
  });
  const evidence = raw.reduce((total, weight) => total + weight, 0);
  const mixed = raw.map(
    (weight, h) => (1 - c.shapeMixing) * (weight / evidence) + c.shapeMixing * (shapes[h]?.prior ?? 0),
  );
  const error = mixed.reduce((sum, weight, h) => sum + weight * (errors[h] ?? 0), 0);
  return { belief: { ...belief, logWeights: mixed.map(Math.log) }, errors, error, evidence };
}

function withLevel({ belief, errors, error }: Weighed): Belief {
  const certainty = c.levelRetention * belief.certainty + 1;
  const levels = belief.levels.map((level, h) => level + (errors[h] ?? 0) / certainty);
  return { ...withNoise(belief, error), levels, certainty };
}

/** One surprise more; a very large one counts as three spreads, since it may be something else than noise. */
function withNoise(belief: Belief, error: number): Belief {
  const foreseen = 1 + 1 / (c.levelRetention * belief.certainty);
  const most = 3 * Math.sqrt(noiseVariance(belief) * foreseen);
  const bounded = clamp(error, -most, most) / Math.sqrt(foreseen);
  const kept = 1 - 1 / c.noiseMemory;
  return {
    ...belief,
    noiseWeight: kept * belief.noiseWeight + 1,
    noiseSum: kept * belief.noiseSum + bounded ** 2,
    rowSum: kept * belief.rowSum + bounded * belief.lastError,
    lastError: bounded,
  };
}

/** Slower or faster times have begun: the level moves to the iterations since then and forgets those before. */
function withShift({ belief, errors, error }: Weighed, by: number, since: number): Belief {
  const levels = belief.levels.map((level, h) => level + by + (errors[h] ?? 0) / since);
  const slowerBy = Math.max(0, belief.slowerBy + by);
  return { ...withNoise(belief, error), levels, certainty: since, pending: 0, pendingRow: 0, slowerBy };
}

/** The longest duration fades towards the usual ones; one that is absurd counts as a bounded one. */
function longestAfter(belief: Belief, error: number): number {
  const level = meanLevel(belief);
  const faded = belief.samples === 0 ? -50 : level + (1 - c.longestFading) * (belief.longest - level);
  return Math.max(level + Math.min(error, c.oddLogMost), faded);
}
