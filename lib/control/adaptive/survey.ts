import type { Plan, Situation } from '../law.ts';
import { allowedCpus, type CandidatesAsked, candidatesOf, speedOf } from './candidates.ts';
import { type Candidate, fastestOf } from './choose-cpus.ts';
import { constants } from './constants.ts';
import { hungAfter } from './hung.ts';
import type { Notes } from './memory/notes.ts';
import { probabilityWithin, wholeIterations } from './remaining.ts';
import { gapSeconds } from './speed-model/gap.ts';
import { type Speed, speedsAt } from './speed-model/speed.ts';

/** Everything that is worked out once and looked at while one decision is made. */
export interface Survey extends CandidatesAsked {
  speeds: Speed[];
  candidates: Candidate[];
  fastest: Candidate;
  /** The one that is going on included. */
  iterationsLeft: number;
  secondsLeft: number;
  /** For whole iterations, each with its gap, if a run began now: that of the run that is going on is over. */
  secondsLeftAnew: number;
  /** The chance of the fastest cpus if a run began now. */
  hope: number;
}

export function surveyed(notes: Notes, situation: Situation, plan: Plan): Survey {
  const speeds = speedsAt(notes.belief, allowedCpus(plan, situation.cpus));
  const runCpus = plan.restartSeconds > 0 ? situation.cpus : notes.runCpus;
  const running = speedsAt(notes.belief, [runCpus])[0] ?? speedOf(speeds, situation.cpus);
  const patience = hungAfter(notes, running, { completed: situation.completed, plan });
  const asked = { plan, situation, running, hungAfter: patience };
  const candidates = candidatesOf(notes, speeds, asked);
  const fastest = fastestOf(candidates);
  const iterationsLeft = plan.iterations - situation.completed;
  const secondsLeft = (plan.deadlineAt - situation.now) / 1000;
  const isRunning = situation.runAgeSeconds !== null;
  const secondsLeftAnew = secondsLeft + (isRunning ? gapSeconds(notes.belief) : 0);
  const stretch = { speed: speedOf(speeds, fastest.cpus), iterations: iterationsLeft };
  const whole = wholeIterations(notes.belief, [stretch], constants.rescueDrift);
  return {
    ...asked,
    speeds,
    candidates,
    fastest,
    iterationsLeft,
    secondsLeft,
    secondsLeftAnew,
    hope: probabilityWithin(whole, secondsLeftAnew),
  };
}

/** Whether a run is about to begin, rather than going on. */
export function isBetweenRuns({ runAgeSeconds, newlyCompleted }: Situation): boolean {
  return runAgeSeconds === null || newlyCompleted > 0;
}

/** The speed at `cpus`, which are among those that may be chosen. */
export function speedAt({ speeds }: Survey, cpus: number): Speed {
  return speedOf(speeds, cpus);
}
