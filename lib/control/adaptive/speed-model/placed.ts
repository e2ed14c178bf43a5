import type { CpuBounds } from '../../law.ts';
import { clamp } from '../../sane.ts';
import { type Belief, weightsOf } from './belief.ts';
import { relativeDuration, type Scale, shapesOf } from './shapes.ts';

/** Courses that differ by this much, as a logarithm, are hardly alike. */
const ALIKE = 0.06;
/** So much is every shape like any other: one that resembles none keeps its prior, and has the mean level. */
const LIKE_ANY = 0.003;
const POINTS = 6;

/** A shape as it looks at some cpus: logarithm of the relative duration at the anchor, and at the points over that. */
interface Course {
  prior: number;
  atAnchor: number;
  fromAnchor: number[];
}

/** A course that was believed in: its weight, and the logarithm of its seconds at the anchor. */
interface Believed extends Course {
  weight: number;
  seconds: number;
}

/**
 * The belief in the shapes of another scale. A new shape gets the evidence of the old shapes that it resembles. They are compared between
 * the fewest cpus that were measured or are allowed, and the most that the old shapes describe; above those, the priors decide.
 */
export function placedOn(
  scale: Scale,
  belief: Belief,
  { min, max }: Pick<CpuBounds, 'min' | 'max'>,
): Pick<Belief, 'scale' | 'logWeights' | 'levels'> {
  const low = Math.min(min, belief.fewestCpus);
  const high = Math.max(low, Math.min(max, belief.scale.saturations[0] ?? max));
  const anchor = clamp(Math.sqrt(belief.fewestCpus * belief.mostCpus), low, high);
  const points = Array.from({ length: POINTS }, (_, i) => low * (high / low) ** (i / (POINTS - 1)));
  const weights = weightsOf(belief);
  const known = coursesOf(belief.scale, anchor, points).map((course, h) => ({
    ...course,
    weight: weights[h] ?? 0,
    seconds: (belief.levels[h] ?? 0) + course.atAnchor,
  }));
  const meanSeconds = known.reduce((sum, { weight, seconds }) => sum + weight * seconds, 0);
  const shapes = coursesOf(scale, anchor, points).map((course) => asKnown(course, known, meanSeconds));
  return {
    scale,
    logWeights: shapes.map(({ logWeight }) => logWeight),
    levels: shapes.map(({ level }) => level),
  };
}

function coursesOf(scale: Scale, anchor: number, points: number[]): Course[] {
  return shapesOf(scale).map((shape) => {
    const at = (cpus: number) => Math.log(relativeDuration(shape, cpus, scale.reference));
    const atAnchor = at(anchor);
    return { prior: shape.prior, atAnchor, fromAnchor: points.map((cpus) => at(cpus) - atAnchor) };
  });
}

/** The weight of a new shape, not normalised, and its level at its own reference. */
function asKnown(
  course: Course,
  known: Believed[],
  meanSeconds: number,
): { logWeight: number; level: number } {
  let weight = LIKE_ANY;
  let prior = LIKE_ANY;
  let seconds = LIKE_ANY * meanSeconds;
  for (const one of known) {
    const alike = likeness(course, one);
    weight += alike * one.weight;
    prior += alike * one.prior;
    seconds += alike * one.weight * one.seconds;
  }
  return { logWeight: Math.log((course.prior * weight) / prior), level: seconds / weight - course.atAnchor };
}

function likeness({ fromAnchor }: Course, other: Course): number {
  const off = fromAnchor.reduce(
    (most, one, i) => Math.max(most, Math.abs(one - (other.fromAnchor[i] ?? 0))),
    0,
  );
  return Math.exp(-((off / ALIKE) ** 2) / 2);
}
