import { constants } from './constants.ts';
import { meanOf, probabilityWithin, quantileOf, type Remaining } from './remaining.ts';
import { normalBelow, normalDeviate } from './speed-model/normal.ts';

/** One allocation that could be chosen, and what the rest of the job would be at it. */
export interface Candidate {
  cpus: number;
  remaining: Remaining;
  /** The same as far as no later decision can correct it: all that is not known yet is charged in full. */
  unaided: Remaining;
  /** The same when only the next iteration is at these cpus and all others at the fastest. */
  rescue: Remaining;
  /** Expected core-seconds to the end, the restart included. */
  cost: number;
}

export interface Question {
  /** Ascending by cpus. */
  candidates: Candidate[];
  /** Cpus in force. */
  current: number;
  iterations: number;
  iterationsLeft: number;
  secondsLeft: number;
  target: number;
  restartSeconds: number;
}

/** The probability asked for with so many iterations left: loose while later decisions can correct, tight at the end. */
export function promised(target: number, iterationsLeft: number): number {
  const { relaxedShare, relaxExponent } = constants;
  const tight = iterationsLeft ** -relaxExponent;
  return normalBelow(normalDeviate(target) * (relaxedShare + (1 - relaxedShare) * tight));
}

/** The cpus that end the rest soonest, at the pessimistic end of what is known. */
export function fastestOf<Course extends { remaining: Remaining }>(courses: Course[]): Course {
  return courses.reduce((best, one) => (pessimistic(one) < pessimistic(best) ? one : best));
}

function pessimistic({ remaining }: { remaining: Remaining }): number {
  return meanOf(remaining) + 2 * Math.sqrt(remaining.variance);
}

/**
 * The cheapest candidate that keeps the deadline with the promised probability, and that leaves the fastest cpus nearly
 * all of their chance to keep it should the next iteration go badly; when none does, the cheapest that is nearly as
 * likely to keep it as the likeliest.
 */
export function chooseCpus(question: Question): Choice {
  const { candidates, current, iterationsLeft, target, secondsLeft } = question;
  const wanted = promised(target, iterationsLeft);
  const fastest = fastestOf(candidates);
  const best = probabilityWithin(fastest.remaining, secondsLeft);
  if (best < wanted) return { candidate: nearlyLikeliest(question, fastest), feasible: false };
  const loss = constants.rescueLoss * iterationsLeft ** constants.rescueExponent;
  const hope = (1 - loss) * probabilityWithin(fastest.rescue, secondsLeft);
  const isFeasible = (candidate: Candidate) =>
    isWithin(candidate.remaining, secondsLeft, wanted) && leavesHope(candidate, secondsLeft, hope);
  const feasible = candidates.filter(isFeasible);
  const cheapestOne = feasible.length === 0 ? fastest : cheapest(feasible, question);
  const held = candidates.find(({ cpus }) => cpus === current);
  const stays = held && staysGood(question, { held, best: cheapestOne, budget: secondsLeft, wanted, hope });
  return { candidate: stays ? held : cheapestOne, feasible: true };
}

/** Whether a time is within the seconds with such a probability; one whose mean is longer is not looked at closely. */
function isWithin(remaining: Remaining, seconds: number, probability: number): boolean {
  return remaining.mean <= seconds && probabilityWithin(remaining, seconds) >= probability;
}

/**
 * The promise cannot be kept: the cpus whose chance is the best, less a hair for what they cost. Without a chance worth
 * the name they are compared at the median of the fastest, so that nothing is spent on cpus that do not help.
 */
function nearlyLikeliest(question: Question, fastest: Candidate): Candidate {
  const { candidates, secondsLeft, iterations, iterationsLeft } = question;
  const seconds = Math.max(secondsLeft, quantileOf(fastest.unaided, 0.5));
  const least = Math.min(...candidates.map(({ cost }) => cost));
  const price = iterationsLeft / iterations / (constants.chancePrice * least);
  const scores = candidates.map(
    ({ unaided, cost }) => probabilityWithin(unaided, seconds) - price * (cost - least),
  );
  return candidates[scores.indexOf(Math.max(...scores))] ?? fastest;
}

/**
 * The candidate that costs the fewest core-seconds, whatever becomes of the deadline. It is seldom the one with the fewest cpus, which
 * takes longer and holds its place on an agent meanwhile.
 */
export function cheapestOfAll(candidates: Candidate[]): Candidate {
  return candidates.reduce((best, one) => (one.cost < best.cost ? one : best));
}

/** Whether the deadline can be kept as nearly surely as `hope`, be it by a change after the next iteration or by none. */
function leavesHope({ rescue, remaining }: Candidate, seconds: number, hope: number): boolean {
  return probabilityWithin(rescue, seconds) >= hope || probabilityWithin(remaining, seconds) >= hope;
}

export interface Choice {
  candidate: Candidate;
  /** Whether the deadline can be kept with the promised probability. */
  feasible: boolean;
}

/** A share of what the whole job costs, as a share of what is left. */
function trifle({ iterations, iterationsLeft }: Question, share: number, most: number): number {
  return Math.min(most, (share * iterations) / iterationsLeft);
}

/** Of those that cost the same but for a trifle of what the whole job costs, the fastest. */
function cheapest(feasible: Candidate[], question: Question): Candidate {
  const tie = trifle(question, constants.costTie, constants.costTieMost);
  const least = Math.min(...feasible.map(({ cost }) => cost));
  return feasible.reduce((best, one) => (one.cost <= (1 + tie) * least ? one : best));
}

interface Rivals {
  held: Candidate;
  best: Candidate;
  budget: number;
  wanted: number;
  hope: number;
}

/** Cpus above those in force are rivals whether or not they are the best: else more time left could ask for more cpus. */
function staysGood(question: Question, { held, best, budget, wanted, hope }: Rivals): boolean {
  const { holdDeviate, holdCost, holdCostMost, restartPatience } = constants;
  const { candidates, restartSeconds, iterationsLeft } = question;
  if (!leavesHope(held, budget, hope)) return false;
  const probability = probabilityWithin(held.remaining, budget);
  const rivals = [best, ...candidates.filter(({ cpus }) => cpus > held.cpus)];
  const iterationSeconds = held.remaining.mean / iterationsLeft;
  if (restartSeconds > constants.restartTrifle * iterationSeconds && iterationsLeft > 1) {
    return (
      probability >= restartPatience && !rivals.some((rival) => repaysRestart(rival, held, restartSeconds))
    );
  }
  const lenient = normalBelow(normalDeviate(wanted) - holdDeviate);
  const least = Math.min(...rivals.map(({ cost }) => cost));
  return probability >= lenient && held.cost <= (1 + trifle(question, holdCost, holdCostMost)) * least;
}

function repaysRestart(rival: Candidate, held: Candidate, restartSeconds: number): boolean {
  return held.cost - rival.cost > constants.restartGain * restartSeconds * rival.cpus;
}
