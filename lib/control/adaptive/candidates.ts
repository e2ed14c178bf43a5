import type { Plan, Situation } from '../law.ts';
import { type Candidate, fastestOf } from './choose-cpus.ts';
import { constants } from './constants.ts';
import type { Notes } from './memory/notes.ts';
import { delayed, meanOf, type Remaining, wholeIterations } from './remaining.ts';
import { restOfRunning } from './running.ts';
import { cpuGrid } from './speed-model/cpu-grid.ts';
import type { Speed } from './speed-model/speed.ts';

export interface CandidatesAsked {
  plan: Plan;
  situation: Situation;
  /** The speed of the run that is going on. */
  running: Speed;
  hungAfter: number;
}

/** The cpus that may be chosen, and those in force even when they are no round number, unless there is no room for them. */
export function allowedCpus(plan: Plan, current: number): number[] {
  const grid = cpuGrid(plan.cpus);
  if (grid.includes(current) || current > plan.cpus.max) return grid;
  return [...grid, current].sort((a, b) => a - b);
}

/** The rest of the job at each speed: what is left of the run that is going on, and the whole iterations after it. */
export function candidatesOf(notes: Notes, speeds: Speed[], asked: CandidatesAsked): Candidate[] {
  const { plan, situation, running } = asked;
  const left = plan.iterations - situation.completed;
  const age = situation.runAgeSeconds;
  const goesOn = age !== null && age <= asked.hungAfter;
  const rest = goesOn ? restOfRunning(notes.belief, running, { age, hungAfter: asked.hungAfter }) : null;
  const iterations = rest === null ? left : left - 1;
  const started = (age !== null || situation.completed > 0) && iterations > 0;
  const courses = speeds.map((speed) => {
    // A restart comes when the run that is going on has ended.
    const restarts = plan.restartSeconds > 0 && started && speed.cpus !== situation.cpus;
    const restart = restarts ? plan.restartSeconds : 0;
    const before = { mean: (rest?.mean ?? 0) + restart, variance: rest?.variance ?? 0 };
    const whole = wholeIterations(notes.belief, [{ speed, iterations }], constants.drift);
    const cost = speed.cpus * (heldSeconds(whole, plan) + restart) + (rest?.mean ?? 0) * running.cpus;
    const ignorance = iterations * Math.sqrt(speed.ignorance);
    const learned = Math.min(iterations, constants.ignoranceIterations) * Math.sqrt(speed.ignorance);
    const unaided = { mean: before.mean, variance: before.variance + ignorance ** 2 - learned ** 2 };
    return {
      cpus: speed.cpus,
      speed,
      before,
      remaining: delayed(whole, before),
      unaided: delayed(whole, unaided),
      cost,
    };
  });
  const fastest = fastestOf(courses);
  const rescued = { left: iterations, atOnce: rest !== null, fastest: fastest.speed };
  return courses.map(({ speed, before, ...course }) => ({
    ...course,
    rescue: delayed(rescueOf(notes, speed, { ...rescued, restartSeconds: plan.restartSeconds }), before),
  }));
}

/** The time in which the job holds cpus: an app, which has to be restarted for others, holds them in its pauses too. */
function heldSeconds(whole: Remaining, { restartSeconds }: Plan): number {
  return meanOf(whole) - (restartSeconds > 0 ? 0 : whole.certainSeconds);
}

interface Rescue {
  fastest: Speed;
  /** Whole iterations left, and whether the first of them is at the fastest cpus already. */
  left: number;
  atOnce: boolean;
  restartSeconds: number;
}

/** One iteration at this speed, and all others at the fastest. */
function rescueOf(
  { belief }: Notes,
  speed: Speed,
  { fastest, left, atOnce, restartSeconds }: Rescue,
): Remaining {
  const one = atOnce ? 0 : Math.min(1, left);
  const stretches = [
    { speed, iterations: one },
    { speed: fastest, iterations: left - one },
  ];
  const again = speed.cpus === fastest.cpus || left === one ? 0 : restartSeconds;
  return delayed(wholeIterations(belief, stretches, constants.rescueDrift), { mean: again, variance: 0 });
}

/** The speed at `cpus`, which is one of those asked for. */
export function speedOf(speeds: Speed[], cpus: number): Speed {
  return speeds.find((speed) => speed.cpus === cpus) ?? { cpus, mean: 1, median: 1, noise: 0, ignorance: 0 };
}
