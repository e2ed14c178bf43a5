import type { Outlook } from '../law.ts';
import { constants } from './constants.ts';
import type { Notes } from './memory.ts';

/** Whether `cannot-be-met` stands: said when even the fastest cpus are all but sure to be late, taken back with hope. */
export function cannotBeMet(notes: Notes, fastestProbability: number): boolean {
  const { cannotBelow, cannotTakenBackAbove, cannotLeastSamples } = constants;
  if (notes.flagged) return fastestProbability < cannotTakenBackAbove;
  return notes.belief.samples >= cannotLeastSamples && fastestProbability < cannotBelow;
}

export function outlookOf(flagged: boolean, onTimeProbability: number): Outlook {
  if (flagged) return 'cannot-be-met';
  return onTimeProbability < constants.riskBelow ? 'at-risk' : 'on-time';
}
