import type { Candidate } from './choose-cpus.ts';
import { constants } from './constants.ts';
import type { Notes } from './memory.ts';
import { probabilityWithin } from './remaining.ts';
import { weightsOf } from './speed-model/belief.ts';
import { relativeDuration, shapesOf } from './speed-model/shapes.ts';
import type { Speed } from './speed-model/speed.ts';

export interface ProbeQuestion {
  speeds: Speed[];
  candidates: Candidate[];
  chosen: Candidate;
  current: number;
  fastest: number;
  iterationsLeft: number;
  restartSeconds: number;
  secondsLeft: number;
}

/**
 * The cpus of an experiment, or null when none is worth it. Whether knowing is worth something depends on the belief
 * alone; how low the experiment may go, on the time left: it must leave the fastest cpus nearly all of their chance.
 */
export function probeCpus(notes: Notes, question: ProbeQuestion): number | null {
  const { probesAtMost, probeLeastIterations, probeGain, probeShare } = constants;
  const { chosen, iterationsLeft, current } = question;
  if (notes.probes >= probesAtMost || iterationsLeft < probeLeastIterations) return null;
  if (notes.belief.samples > constants.probeSamples || notes.belief.pending > 0) return null;
  if (valueOfKnowing(notes, question.speeds, current) < probeGain + restartsOf(question)) return null;
  const lowest = probeShare * chosen.cpus;
  const probe = question.candidates.find(
    (candidate) => candidate.cpus >= lowest - 1e-9 && leavesRescue(candidate, question),
  );
  return probe && probe.cpus < chosen.cpus ? probe.cpus : null;
}

/** What going to the experiment and coming back costs in restarts, as a share of the rest of the job. */
function restartsOf({ chosen, restartSeconds }: ProbeQuestion): number {
  return (constants.probeRestarts * restartSeconds) / (chosen.remaining.mean + 1e-9);
}

/** Share of the cost that lower cpus would save at the same speed under each shape, beyond what the average tells. */
export function valueOfKnowing({ belief }: Notes, speeds: Speed[], current: number): number {
  const grid = speeds.filter(({ cpus }) => cpus <= current);
  const average = saving(
    grid.map(({ cpus, mean }) => ({ cpus, duration: mean })),
    current,
  );
  const { reference } = belief.scale;
  const weights = weightsOf(belief);
  const known = shapesOf(belief.scale).reduce((sum, shape, h) => {
    const durations = grid.map(({ cpus }) => ({ cpus, duration: relativeDuration(shape, cpus, reference) }));
    return sum + (weights[h] ?? 0) * saving(durations, current);
  }, 0);
  return known - average;
}

const SAME_SPEED = 1.1;

function saving(grid: { cpus: number; duration: number }[], current: number): number {
  const now = grid.at(-1)?.duration ?? 0;
  const enough = grid.find(({ duration }) => duration <= SAME_SPEED * now);
  return enough ? 1 - enough.cpus / current : 0;
}

function leavesRescue(candidate: Candidate, { candidates, fastest, secondsLeft }: ProbeQuestion): boolean {
  const best = candidates.find(({ cpus }) => cpus === fastest) ?? candidate;
  const without = probabilityWithin(best.rescue, secondsLeft);
  const longer = candidate.rescue.mean - best.remaining.mean;
  if (longer > constants.probeTime * (secondsLeft - best.remaining.mean)) return false;
  return (
    without >= constants.riskBelow &&
    probabilityWithin(candidate.rescue, secondsLeft) >= constants.probeRescue * without
  );
}
