import type { Outlook } from '../law.ts';
import { constants } from './constants.ts';
import type { Notes } from './memory.ts';
import { probabilityWithin, wholeIterations } from './remaining.ts';
import type { Speed } from './speed.ts';

export interface Chance {
  /** The speed at the fastest cpus. */
  fastest: Speed;
  iterationsLeft: number;
  secondsLeft: number;
  /** Whether no run is going on. */
  between: boolean;
}

/**
 * Whether `cannot-be-met` stands: said between two runs, when even the fastest cpus are all but sure to be late although
 * the forecast is widened, and nothing odd is still to be understood; taken back when there is hope again.
 */
export function cannotBeMet({ belief, flagged }: Notes, chance: Chance): boolean {
  const { cannotBelow, cannotTakenBackAbove, cannotCertainty, cannotWidening, cannotDrift } = constants;
  const { fastest, iterationsLeft, secondsLeft, between } = chance;
  if (secondsLeft <= 0) return true;
  if (!between) return flagged;
  const rest = wholeIterations(belief, [{ speed: fastest, iterations: iterationsLeft }], cannotDrift);
  const hope = probabilityWithin({ ...rest, variance: cannotWidening * rest.variance }, secondsLeft);
  if (flagged) return hope < cannotTakenBackAbove;
  return belief.pending === 0 && belief.certainty >= cannotCertainty && hope < cannotBelow;
}

export function outlookOf(flagged: boolean, onTimeProbability: number): Outlook {
  if (flagged) return 'cannot-be-met';
  return onTimeProbability < constants.riskBelow ? 'at-risk' : 'on-time';
}
