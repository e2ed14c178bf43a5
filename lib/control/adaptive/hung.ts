import type { Plan } from '../law.ts';
import { noiseVariance } from './belief.ts';
import { constants } from './constants.ts';
import type { Notes } from './memory.ts';
import { delayed, probabilityWithin, wholeIterations } from './remaining.ts';
import { runningAt } from './running.ts';
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

export interface Wait {
  speed: Speed;
  fastest: Speed;
  age: number;
  hungAfter: number;
  iterationsLeft: number;
  secondsLeft: number;
}

/** Whether the deadline is clearly better served by a new run than by waiting for one that is oddly slow. */
export function newRunPays({ belief, hungAt, hung }: Notes, completed: number, wait: Wait): boolean {
  const { earlyMeans, earlyGain, rescueDrift } = constants;
  const { speed, fastest, age, hungAfter, iterationsLeft, secondsLeft } = wait;
  const isSecond = hungAt === completed && hung > 0;
  if (age <= earlyMeans * speed.mean || belief.samples < 2 || isSecond) return false;
  const whole = (iterations: number) =>
    wholeIterations(belief, [{ speed: fastest, iterations }], rescueDrift);
  const again = whole(iterationsLeft);
  const afterRest = (mean: number) =>
    probabilityWithin(delayed(whole(iterationsLeft - 1), { mean, variance: (mean / 2) ** 2 }), secondsLeft);
  const run = runningAt(belief, speed, age);
  const waiting =
    run.ordinary * afterRest(run.ordinaryRest) +
    run.straggling * afterRest(run.stragglingRest) +
    run.hanging * probabilityWithin(delayed(again, { mean: hungAfter - age, variance: 0 }), secondsLeft);
  return probabilityWithin(again, secondsLeft) > waiting + earlyGain;
}
