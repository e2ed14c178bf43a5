import type { CpuBounds } from '../../law.ts';

/**
 * One hypothesis of how cpus change the duration of an iteration: a fixed share that they do not touch, a saturation
 * above which more of them do not help or even harm, a small part that the container loses to itself, and a power by
 * which they help more or less than their share.
 */
export interface Shape {
  fixedShare: number;
  saturation: number;
  lost: number;
  power: number;
  /** Power by which cpus above the saturation slow the iteration. */
  decline: number;
  prior: number;
}

/** What the shapes refer to: the cpus of the declared duration, and the candidate saturations, the highest first. */
export interface Scale {
  reference: number;
  saturations: number[];
}

type Weighted = [value: number, prior: number];

/** Published jobs under a CPU quota are mostly all CPU, saturate at their number of threads, and lose about 0.06 cpus. */
const FIXED_SHARES: Weighted[] = [
  [0, 0.25],
  [0.12, 0.2],
  [0.3, 0.2],
  [0.55, 0.15],
  [0.82, 0.1],
];
/** By the number of saturations: few of them with several losses, or many for wide bounds, where little is lost. */
const LAYOUTS: Record<number, { lost: Weighted[]; priors: number[] }> = {
  4: {
    lost: [
      [0, 0.3],
      [0.06, 0.5],
      [0.12, 0.2],
    ],
    priors: [0.4, 0.15, 0.35, 0.1],
  },
  6: {
    lost: [
      [0, 0.4],
      [0.07, 0.6],
    ],
    priors: [0.4, 0.07, 0.08, 0.34, 0.04, 0.07],
  },
  12: {
    lost: [[0, 1]],
    priors: [0.3, 0.06, 0.06, 0.06, 0.06, 0.07, 0.06, 0.06, 0.06, 0.06, 0.06, 0.09],
  },
};
const NO_EFFECT_PRIOR = 0.1;
/** Containers under a quota seldom bend or slow down; programs that were given more threads often do. */
const ODD_PRIOR = { few: 0.002, many: 0.03 };
const WIDE_SATURATIONS = 12;
const WIDE_ABOVE = 3;

/** The bound itself and lower ones within the bounds; one thread is among them where it can be, as it is the commonest. */
export function saturationsWithin({ min, max }: CpuBounds): number[] {
  if (max > WIDE_ABOVE) {
    const lowest = Math.max(min, Math.min(1, max / 16));
    return Array.from(
      { length: WIDE_SATURATIONS },
      (_, i) => max * (lowest / max) ** (i / (WIDE_SATURATIONS - 1)),
    );
  }
  if (max <= 1) return [1, 0.85, 0.7, 0.55, 0.4, 0.25].map((share) => share * max);
  return [max, (1 + 2 * max) / 3, (2 + max) / 3, 1, 0.75, 0.5];
}

function build(scale: Scale): Shape[] {
  const layout = LAYOUTS[scale.saturations.length] ?? { lost: [[0, 1]], priors: [] };
  const plain = { power: 1, decline: 0 };
  const shapes: Shape[] = [{ ...plain, fixedShare: 1, saturation: 1, lost: 0, prior: NO_EFFECT_PRIOR }];
  for (const [fixedShare, fixedPrior] of FIXED_SHARES) {
    for (const [index, saturation] of scale.saturations.entries()) {
      for (const [lost, lostPrior] of layout.lost) {
        const prior = fixedPrior * (layout.priors[index] ?? 0.1) * lostPrior;
        shapes.push({ ...plain, fixedShare, saturation, lost, prior });
      }
    }
  }
  return [...shapes, ...odd(scale)];
}

/** Shapes that few jobs have: more than their share, less than it, and slower beyond the saturation. */
function odd({ saturations }: Scale): Shape[] {
  const at = (share: number) => saturations[Math.round(share * (saturations.length - 1))] ?? 1;
  const prior = saturations.length === WIDE_SATURATIONS ? ODD_PRIOR.many : ODD_PRIOR.few;
  const rare = { fixedShare: 0, lost: 0, power: 1, decline: 0, prior };
  const bent = [1.3, 0.7].flatMap((power) =>
    [0, 0.3].map((share) => ({ ...rare, power, saturation: at(share) })),
  );
  const declining = [0.3, 0.5, 0.8].flatMap((share) =>
    [0.5, 1.2].map((decline) => ({ ...rare, fixedShare: 0.05, decline, saturation: at(share) })),
  );
  return [...bent, ...declining];
}

/** A scale has always the same shapes; those of the last few are kept, as each decision asks for them many times. */
const known = new Map<string, unknown>();
const KNOWN_AT_MOST = 32;
const CURVES_AT_MOST = 200;

export function remembered<Value>(key: string, make: () => Value): Value {
  const before = known.get(key) as Value | undefined;
  if (before !== undefined) return before;
  if (known.size >= KNOWN_AT_MOST) known.clear();
  const value = make();
  known.set(key, value);
  return value;
}

export function keyOf({ reference, saturations }: Scale): string {
  return `${reference} ${saturations}`;
}

export function shapesOf(scale: Scale): Shape[] {
  return remembered(keyOf(scale), () => build(scale));
}

function curveOf(scale: Scale, cpus: number): Float64Array {
  return Float64Array.from(shapesOf(scale), (shape) => relativeDuration(shape, cpus, scale.reference));
}

/** Duration at `cpus` as a multiple of the duration at the reference. */
export function relativeDuration(shape: Shape, cpus: number, reference: number): number {
  if (shape.fixedShare === 1) return 1;
  return shape.fixedShare + ((1 - shape.fixedShare) * usefulCpus(shape, reference)) / usefulCpus(shape, cpus);
}

/** The lost part never eats all: even the smallest allocation makes some progress. */
function usefulCpus({ saturation, lost, power, decline }: Shape, cpus: number): number {
  const used = Math.min(cpus, saturation);
  const useful = Math.max(used - lost, 0.15 * used);
  const helped = power === 1 ? useful : useful ** power;
  return decline > 0 && cpus > saturation ? helped * (saturation / cpus) ** decline : helped;
}

/** For each of `grid`, the relative duration under each shape. */
export function curvesOf(scale: Scale, grid: number[]): Float64Array[] {
  const curves = remembered(`${keyOf(scale)} curves`, () => new Map<number, Float64Array>());
  if (curves.size > CURVES_AT_MOST) curves.clear();
  return grid.map((cpus) => {
    const before = curves.get(cpus);
    if (before !== undefined) return before;
    const curve = curveOf(scale, cpus);
    curves.set(cpus, curve);
    return curve;
  });
}
