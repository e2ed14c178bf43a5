import type { Plan } from '../../law.ts';
import { constants } from '../constants.ts';
import { type Belief, newBelief, noiseVariance, stragglerShare, weightsOf } from './belief.ts';
import { placedOn } from './placed.ts';
import { shapesOf } from './shapes.ts';

const c = constants;

/** What an earlier job leaves to the next: all it learned, but less sure of the level, and nothing half understood. */
export function inheritedBelief(earlier: Belief): Belief {
  const noise = noiseVariance(earlier);
  const noiseWeight = Math.min(earlier.noiseWeight, 10);
  const kept = noiseWeight / earlier.noiseWeight;
  return {
    ...earlier,
    ownSamples: 0,
    certainty: Math.min(earlier.certainty, noise / c.priorJobSpread ** 2),
    noiseWeight,
    noiseSum: noiseWeight * noise,
    rowSum: kept * earlier.rowSum,
    lastError: 0,
    pending: 0,
    pendingRow: 0,
    slowerBy: 0,
    delays: Math.min(earlier.delays, 1),
  };
}

/**
 * What a job with other arguments leaves to one of the same image: how cpus help, how much iterations vary, and what passes between
 * them. How long they take is what is declared, and of the rest some is doubted.
 */
export function relatedBelief(earlier: Belief, plan: Plan): Belief {
  const begun = newBelief(plan);
  const placed = { ...earlier, ...placedOn(begun.scale, earlier, plan.cpus) };
  const more = stragglerShare(earlier) - c.stragglerShare;
  return {
    ...begun,
    logWeights: doubtedWeights(placed, c.otherWorkDoubt),
    noiseSum: begun.noiseWeight * noiseVariance(earlier),
    stragglers: Math.max(0, more) * c.stragglerShareWeight,
    stragglerLog: earlier.stragglerLog,
    delaySeconds: earlier.delaySeconds,
    delayVariance: earlier.delayVariance,
    delays: Math.min(earlier.delays, 1),
  };
}

/** What an earlier job taught, after the first iteration was far from it: a hint, and nothing that was measured. */
export function disproved(belief: Belief): Belief {
  return { ...belief, samples: 0, stragglers: 0, logWeights: doubtedWeights(belief, c.disprovedDoubt) };
}

/** The weights of the shapes, so much of them the prior's. */
function doubtedWeights(belief: Belief, doubt: number): number[] {
  const shapes = shapesOf(belief.scale);
  return weightsOf(belief).map((weight, h) =>
    Math.log((1 - doubt) * weight + doubt * (shapes[h]?.prior ?? 0)),
  );
}
