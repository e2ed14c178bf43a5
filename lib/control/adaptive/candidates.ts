import type { Plan, Situation } from '../law.ts';
import type { Candidate } from './choose-cpus.ts';
import { constants } from './constants.ts';
import { cpuGrid } from './cpu-grid.ts';
import type { Notes } from './memory.ts';
import { delayed, meanOf, wholeIterations } from './remaining.ts';
import { restOfRunning } from './running.ts';
import type { Speed } from './speed.ts';

export interface Asked {
  plan: Plan;
  situation: Situation;
  /** The speed of the run that is going on. */
  running: Speed;
  hungAfter: number;
}

/** The cpus that may be chosen, and the ones in force even when they are no round number. */
export function allowedCpus(plan: Plan, current: number): number[] {
  const grid = cpuGrid(plan.cpus);
  if (grid.includes(current)) return grid;
  return [...grid, current].sort((a, b) => a - b);
}

/** The rest of the job at each speed: what is left of the run that is going on, and the whole iterations after it. */
export function candidatesOf(notes: Notes, speeds: Speed[], asked: Asked): Candidate[] {
  const { plan, situation } = asked;
  const left = plan.iterations - situation.completed;
  const age = situation.runAgeSeconds;
  const fastest = speeds.reduce((a, b) => (pessimistic(b) < pessimistic(a) ? b : a));
  const { running } = asked;
  const goesOn = age !== null && age <= asked.hungAfter;
  const rest = goesOn ? restOfRunning(notes.belief, running, { age, hungAfter: asked.hungAfter }) : null;
  const started = age !== null || situation.completed > 0;
  return speeds.map((speed) => {
    // A restart comes when the run that is going on has ended.
    const restarts = plan.restartSeconds > 0 && started && speed.cpus !== situation.cpus;
    return candidate(notes, {
      ...{ speed, fastest, head: rest, left: rest === null ? left : left - 1 },
      ...{ restart: restarts ? plan.restartSeconds : 0, rescueRestart: plan.restartSeconds },
      headCost: (rest?.mean ?? 0) * running.cpus,
    });
  });
}

interface Course {
  speed: Speed;
  fastest: Speed;
  /** What is left of the run that is going on and goes on, and the iterations after it. */
  head: { mean: number; variance: number } | null;
  headCost: number;
  left: number;
  restart: number;
  rescueRestart: number;
}

function candidate({ belief }: Notes, course: Course): Candidate {
  const { speed, fastest, head, left, restart } = course;
  const before = { mean: (head?.mean ?? 0) + restart, variance: head?.variance ?? 0 };
  const whole = wholeIterations(belief, [{ speed, iterations: left }], constants.drift);
  const one = head === null ? Math.min(1, left) : 0;
  const stretches = [
    { speed, iterations: one },
    { speed: fastest, iterations: left - one },
  ];
  const rescue = wholeIterations(belief, stretches, constants.rescueDrift);
  const again = speed.cpus === fastest.cpus || left === one ? 0 : course.rescueRestart;
  return {
    cpus: speed.cpus,
    remaining: delayed(whole, before),
    rescue: delayed(rescue, { ...before, mean: before.mean + again }),
    cost: speed.cpus * (meanOf(whole) + restart) + course.headCost,
  };
}

function pessimistic({ mean, ignorance }: Speed): number {
  return mean + Math.sqrt(ignorance);
}

/** The speed at `cpus`, which is one of those asked for. */
export function speedOf(speeds: Speed[], cpus: number): Speed {
  return speeds.find((speed) => speed.cpus === cpus) ?? { cpus, mean: 1, noise: 0, ignorance: 0 };
}
