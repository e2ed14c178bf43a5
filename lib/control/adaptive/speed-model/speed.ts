import { constants } from '../constants.ts';
import { type Belief, noiseVariance, stragglerShare, weightsOf } from './belief.ts';
import { curvesOf } from './shapes.ts';

/** What is believed about one iteration at certain cpus, in seconds. */
export interface Speed {
  cpus: number;
  /** Mean duration without stragglers, the gap between runs not counted. */
  mean: number;
  /** The same without noise, and as if nothing odd were to be understood. */
  median: number;
  /** Variance of the duration from iteration to iteration. */
  noise: number;
  /** Variance of the mean itself, from not knowing it. */
  ignorance: number;
}

/** Shapes that weigh less add nothing that could be seen, but cost time. */
const NEGLIGIBLE = 1e-3;

/** The beliefs at each of `grid`. */
export function speedsAt(belief: Belief, grid: number[]): Speed[] {
  const noise = noiseVariance(belief);
  const levelVariance = Math.min(noise / belief.certainty, 0.3);
  const { heavy, medians } = heavyShapes(belief, levelVariance);
  const shift = shiftMoments(belief);
  const growth = Math.exp(noise / 2);
  const spread = Math.exp(levelVariance);
  return curvesOf(belief.scale, grid).map((curve, i) => {
    let first = 0;
    let second = 0;
    for (const { h, weight } of heavy) {
      const duration = (medians[h] ?? 0) * (curve[h] ?? 0);
      first += weight * duration;
      second += weight * duration * duration;
    }
    const mean = first * shift.mean;
    const square = second * spread * shift.square;
    return {
      cpus: grid[i] ?? 0,
      mean: mean * growth,
      median: first,
      noise: square * (growth ** 4 - growth ** 2),
      ignorance: Math.max(0, square - mean ** 2) * growth ** 2,
    };
  });
}

function heavyShapes(belief: Belief, levelVariance: number) {
  const medians = belief.levels.map((level) => Math.exp(level + levelVariance / 2));
  const all = weightsOf(belief).map((weight, h) => ({ h, weight }));
  const heavy = all.filter(({ weight }) => weight >= NEGLIGIBLE);
  const kept = heavy.reduce((sum, { weight }) => sum + weight, 0);
  return { medians, heavy: heavy.map(({ h, weight }) => ({ h, weight: weight / kept })) };
}

/**
 * After one slow outlier the times may have become slower for good, or not; the more stragglers, the likelier one more. A
 * first iteration that is far quicker than foretold is more likely a wrong declaration than luck.
 */
function shiftMoments(belief: Belief): { mean: number; square: number } {
  const isFirst = belief.ownSamples === 1;
  if (belief.pending === 0 || (belief.pending < 0 && !isFirst)) return { mean: 1, square: 1 };
  const { shiftShare, firstQuickShare } = constants;
  const share = belief.pending < 0 ? firstQuickShare : shiftShare / (shiftShare + stragglerShare(belief));
  const factor = Math.exp(belief.pending);
  return { mean: 1 + share * (factor - 1), square: 1 + share * (factor ** 2 - 1) };
}
