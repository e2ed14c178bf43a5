import type { JobProgress } from '../job/progress.ts';
import type { Step } from '../plan/progress/step.ts';

/** After more tries, one evaluation leaves a change that does not show in the framework to the next evaluation. */
export const triesAtMost = 4;

/** How often the same change was sent while the job stood where it stands. */
export interface Tries {
  step: Step['do'] | null;
  completed: number;
  count: number;
}

export const noTries: Tries = { step: null, completed: 0, count: 0 };

/** The steps that are sent again as long as the framework does not show what they asked for. */
const repeated: readonly Step['do'][] = ['submit', 'resize', 'scale'];

/** The tries after a look that did the step; null when it did none. */
export function triesAfter(tries: Tries, step: Step['do'] | null, { completed }: JobProgress): Tries {
  if (step === null || !repeated.includes(step)) return tries;
  const isSame = step === tries.step && completed === tries.completed;
  return { step, completed, count: isSame ? tries.count + 1 : 1 };
}
