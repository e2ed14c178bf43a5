import type { Outlook } from '../law.ts';
import { clamp } from '../sane.ts';
import { speedOf } from './candidates.ts';
import { constants } from './constants.ts';
import type { Notes } from './memory/notes.ts';
import { probabilityWithin, wholeIterations } from './remaining.ts';
import type { Belief } from './speed-model/belief.ts';
import type { Speed } from './speed-model/speed.ts';
import { isBetweenRuns, type Survey } from './survey.ts';

interface Chance {
  /** The speed at the fastest cpus. */
  fastest: Speed;
  iterationsLeft: number;
  secondsLeft: number;
  /** Whether no run is going on. */
  between: boolean;
  /** For a job of one or two iterations, which has hardly a moment between two runs, its best chance also while one is going on. */
  shortJob: number | null;
  /** Before anything was measured, the best chance by what is declared. */
  declared: number;
}

/**
 * Whether `cannot-be-met` stands: said at the launch of a job whose declaration, however badly it may be off, leaves no
 * hope; said between two runs, when even the fastest cpus are all but sure to be late, the
 * level is known and nothing odd is still to be understood; taken back when there is hope again.
 */
function cannotBeMet({ belief, flagged }: Notes, chance: Chance): boolean {
  const { cannotBelow, cannotDeclared, cannotTakenBackAbove, cannotDrift } = constants;
  const { fastest, iterationsLeft, secondsLeft, between } = chance;
  if (secondsLeft <= 0) return true;
  const { shortJob, declared } = chance;
  if (shortJob !== null) return shortJob < (flagged ? cannotTakenBackAbove : cannotBelow);
  if (belief.ownSamples === 0) return declared < cannotDeclared;
  if (!between) return flagged;
  const stretch = { speed: quickened(fastest, belief), iterations: iterationsLeft };
  const rest = wholeIterations(belief, [stretch], cannotDrift, iterationsLeft);
  const hope = probabilityWithin(rest, secondsLeft);
  if (flagged) return hope < cannotTakenBackAbove;
  return belief.pending === 0 && isSettled(belief) && hope < cannotBelow;
}

/** A job of so few iterations is told that it cannot be on time by the age of its run. */
const SHORT_JOB = 2;

/** Whether `cannot-be-met` stands, whichever cpus are chosen. */
export function isFlagged(notes: Notes, survey: Survey): boolean {
  const { fastest, secondsLeft, speeds, situation, iterationsLeft, plan } = survey;
  const chance = { fastest: speedOf(speeds, fastest.cpus), iterationsLeft, secondsLeft };
  const isTold =
    plan.iterations <= SHORT_JOB && (notes.belief.samples > 0 || situation.runAgeSeconds !== null);
  const declared = probabilityWithin(fastest.unaided, secondsLeft);
  const shortJob = isTold ? declared : null;
  return cannotBeMet(notes, { ...chance, between: isBetweenRuns(situation), shortJob, declared });
}

/** Whether the job gives way: its deadline is lost, and others wait for the cpus that would end it a little sooner. */
export function isYielding(notes: Notes, survey: Survey): boolean {
  return survey.situation.othersWait === true && isFlagged(notes, survey);
}

/** The speed should the times become what they were before they became slower. */
function quickened(speed: Speed, { slowerBy }: Belief): Speed {
  const factor = Math.exp(-slowerBy);
  const { mean, noise, ignorance } = speed;
  return { ...speed, mean: factor * mean, noise: factor ** 2 * noise, ignorance: factor ** 2 * ignorance };
}

/** Whether enough was measured, and enough since the times last changed. */
function isSettled({ certainty, samples }: Belief): boolean {
  const { levelRetention, cannotCertainty, cannotCertaintyMost, cannotSettled } = constants;
  const undisturbed = (1 - levelRetention ** samples) / (1 - levelRetention);
  return certainty >= clamp(cannotSettled * undisturbed, cannotCertainty, cannotCertaintyMost);
}

export function outlookOf(flagged: boolean, onTimeProbability: number): Outlook {
  if (flagged) return 'cannot-be-met';
  return onTimeProbability < constants.riskBelow ? 'at-risk' : 'on-time';
}
