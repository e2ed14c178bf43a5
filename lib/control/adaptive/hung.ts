import type { Plan } from '../law.ts';
import { noiseVariance } from './belief.ts';
import { constants } from './constants.ts';
import type { Notes } from './memory.ts';
import type { Speed } from './speed.ts';

/** Seconds after which a run is taken to hang; it doubles each time a run of the same iteration was given up. */
export function hungAfter(notes: Notes, speed: Speed, asked: { completed: number; plan: Plan }): number {
  const { hungMedians, hungSpreads, hungSpreadsMost, hungDeclared } = constants;
  const { belief } = notes;
  const spread = Math.sqrt(noiseVariance(belief));
  const expected = speed.mean + Math.sqrt(speed.ignorance);
  const straggler = constants.hungStragglers * Math.exp(belief.stragglerLog);
  const noise = Math.exp(Math.min(hungSpreads * spread, hungSpreadsMost));
  const known = Math.max(hungMedians, straggler, noise) * expected;
  const declared = hungDeclared * Math.max(asked.plan.iterationDurationSeconds, speed.mean);
  const patience = belief.samples < 2 ? Math.max(known, declared) : known;
  const givenUp = notes.hungAt === asked.completed ? notes.hung : 0;
  return patience * 2 ** Math.min(givenUp, 10);
}
