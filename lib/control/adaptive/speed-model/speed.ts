import { constants } from '../constants.ts';
import { type Belief, noiseVariance, weightsOf } from './belief.ts';
import { relativeDuration, type Shape, shapesOf } from './shapes.ts';

/** What is believed about one iteration at certain cpus, in seconds. */
export interface Speed {
  cpus: number;
  /** Mean duration without stragglers, the gap between runs not counted. */
  mean: number;
  /** Variance of the duration from iteration to iteration. */
  noise: number;
  /** Variance of the mean itself, from not knowing it. */
  ignorance: number;
}

/** The beliefs at each of `grid`. */
export function speedsAt(belief: Belief, grid: number[]): Speed[] {
  const shapes = shapesOf(belief.scale);
  const noise = noiseVariance(belief);
  const levelVariance = Math.min(noise / belief.certainty, 0.3);
  const weights = weightsOf(belief);
  const levels = belief.levels.map((level) => Math.exp(level + levelVariance / 2));
  const shift = shiftMoments(belief);
  return grid.map((cpus) => {
    const { first, second } = moments({ shapes, weights, levels, reference: belief.scale.reference }, cpus);
    const mean = first * shift.mean;
    const square = second * Math.exp(levelVariance) * shift.square;
    const growth = Math.exp(noise / 2);
    return {
      cpus,
      mean: mean * growth,
      noise: square * (growth ** 4 - growth ** 2),
      ignorance: Math.max(0, square - mean ** 2) * growth ** 2,
    };
  });
}

/** After one slow outlier the times may have become slower for good, or not. */
function shiftMoments({ pending }: Belief): { mean: number; square: number } {
  if (pending <= 0) return { mean: 1, square: 1 };
  const { shiftBelief } = constants;
  const factor = Math.exp(pending);
  return { mean: 1 + shiftBelief * (factor - 1), square: 1 + shiftBelief * (factor ** 2 - 1) };
}

/** Shapes that weigh less add nothing that could be seen, but cost time. */
const NEGLIGIBLE = 1e-5;

interface Mixture {
  shapes: Shape[];
  weights: number[];
  levels: number[];
  reference: number;
}

function moments({ shapes, weights, levels, reference }: Mixture, cpus: number) {
  let first = 0;
  let second = 0;
  for (let h = 0; h < shapes.length; h++) {
    const shape = shapes[h];
    const weight = weights[h] ?? 0;
    if (shape === undefined || weight < NEGLIGIBLE) continue;
    const duration = (levels[h] ?? 0) * relativeDuration(shape, cpus, reference);
    first += weight * duration;
    second += weight * duration * duration;
  }
  return { first, second };
}
