import type { CpuBounds } from '../../law.ts';

/**
 * One hypothesis of how cpus change the duration of an iteration: a fixed share that they do not touch, a saturation
 * above which more of them do not help, and a small part that the container loses to itself.
 */
export interface Shape {
  fixedShare: number;
  saturation: number;
  lost: number;
  prior: number;
}

/** What the shapes refer to: the cpus of the declared duration, and the candidate saturations. */
export interface Scale {
  reference: number;
  saturations: number[];
}

/** Published jobs under a CPU quota are mostly all CPU, saturate at their number of threads, and lose about 0.06 cpus. */
const FIXED_SHARES: [number, number][] = [
  [0, 0.25],
  [0.12, 0.2],
  [0.3, 0.2],
  [0.55, 0.15],
  [0.82, 0.1],
];
const LOST: [number, number][] = [
  [0, 0.3],
  [0.06, 0.5],
  [0.12, 0.2],
];
const SATURATION_PRIORS = [0.4, 0.15, 0.35, 0.1];
const NO_EFFECT_PRIOR = 0.1;

/** The bound itself and three lower ones; one thread is always among them, since it is the commonest of all. */
export function saturationsWithin({ max }: CpuBounds): number[] {
  if (max <= 1) return [max, 0.75 * max, 0.5 * max, 0.25 * max];
  if (max <= 3) return [max, (1 + max) / 2, 1, 0.5];
  return [max, max / 2, 1, 2];
}

export function shapesOf(scale: Scale): Shape[] {
  const shapes: Shape[] = [{ fixedShare: 1, saturation: 1, lost: 0, prior: NO_EFFECT_PRIOR }];
  for (const [fixedShare, fixedPrior] of FIXED_SHARES) {
    for (const [index, saturation] of scale.saturations.entries()) {
      for (const [lost, lostPrior] of LOST) {
        const prior = fixedPrior * (SATURATION_PRIORS[index] ?? 0.1) * lostPrior;
        shapes.push({ fixedShare, saturation, lost, prior });
      }
    }
  }
  return shapes;
}

/** Duration at `cpus` as a multiple of the duration at the reference. */
export function relativeDuration(shape: Shape, cpus: number, reference: number): number {
  if (shape.fixedShare === 1) return 1;
  return shape.fixedShare + ((1 - shape.fixedShare) * usefulCpus(shape, reference)) / usefulCpus(shape, cpus);
}

/** The overhead is capped: even the smallest allocation does some useful work. */
function usefulCpus({ saturation, lost }: Shape, cpus: number): number {
  const used = Math.min(cpus, saturation);
  return Math.max(used - lost, 0.15 * used);
}
