import type { Candidate } from './choose-cpus.ts';
import { constants } from './constants.ts';
import type { Notes } from './memory/notes.ts';
import { probabilityWithin } from './remaining.ts';
import { weightsOf } from './speed-model/belief.ts';
import { curvesOf } from './speed-model/shapes.ts';
import type { Speed } from './speed-model/speed.ts';
import { leavesTrusted, stepRisk } from './step-down.ts';
import type { Survey } from './survey.ts';

/**
 * The cpus of an early experiment, or null when none is worth it: one of the first iterations at about half of the chosen
 * cpus, where a saturation below them would save much. Whether knowing is worth something depends on the belief alone;
 * how low the experiment may go, on the time left, and on what it would cost if the belief were badly wrong.
 */
export function probeCpus(notes: Notes, survey: Survey, chosen: Candidate): number | null {
  const { probesAtMost, probeLeastIterations, probeGain, probeShare, probeSamples } = constants;
  const { iterationsLeft, situation, speeds } = survey;
  if (notes.probes >= probesAtMost || iterationsLeft < probeLeastIterations) return null;
  if (notes.belief.samples > probeSamples || notes.belief.pending !== 0) return null;
  const worth = valueOfKnowing(notes, speeds, situation.cpus) - probeGain - restartsOf(survey, chosen);
  if (worth < 0) return null;
  const lowest = probeShare * chosen.cpus;
  const probe = survey.candidates.find(
    (one) =>
      one.cpus >= lowest - 1e-9 &&
      leavesRescue(one, survey) &&
      leavesTrusted(notes, survey, one.cpus) &&
      isWorthRisk(notes, survey, one, worth),
  );
  return probe && probe.cpus < chosen.cpus ? probe.cpus : null;
}

function isWorthRisk(notes: Notes, survey: Survey, { cpus }: Candidate, worth: number): boolean {
  return constants.wrongShare * constants.missPrice * stepRisk(notes, survey, cpus) <= worth;
}

/** What going to the experiment and coming back costs in restarts, as a share of the rest of the job. */
function restartsOf({ plan }: Survey, { remaining }: Candidate): number {
  return (constants.probeRestarts * plan.restartSeconds) / (remaining.mean + 1e-9);
}

/** Share of the cost that lower cpus would save at the same speed under each shape, beyond what the average tells. */
function valueOfKnowing({ belief }: Notes, speeds: Speed[], current: number): number {
  const grid = speeds.filter(({ cpus }) => cpus <= current);
  const cpus = grid.map((speed) => speed.cpus);
  const average = saving(
    cpus,
    grid.map(({ mean }) => mean),
    current,
  );
  const curves = curvesOf(belief.scale, cpus);
  const known = weightsOf(belief).reduce((sum, weight, h) => {
    if (weight < NEGLIGIBLE) return sum;
    const durations = curves.map((curve) => curve[h] ?? 1);
    return sum + weight * saving(cpus, durations, current);
  }, 0);
  return known - average;
}

const NEGLIGIBLE = 1e-3;
const SAME_SPEED = 1.1;

function saving(cpus: number[], durations: number[], current: number): number {
  const now = durations.at(-1) ?? 0;
  const enough = durations.findIndex((duration) => duration <= SAME_SPEED * now);
  return enough < 0 ? 0 : 1 - (cpus[enough] ?? current) / current;
}

function leavesRescue(candidate: Candidate, { fastest, secondsLeft }: Survey): boolean {
  const without = probabilityWithin(fastest.rescue, secondsLeft);
  const longer = candidate.rescue.mean - fastest.remaining.mean;
  if (longer > constants.probeTime * (secondsLeft - fastest.remaining.mean)) return false;
  return (
    without >= constants.riskBelow &&
    probabilityWithin(candidate.rescue, secondsLeft) >= constants.probeRescue * without
  );
}
