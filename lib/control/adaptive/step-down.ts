import type { Candidate } from './choose-cpus.ts';
import { constants } from './constants.ts';
import type { Notes } from './memory/notes.ts';
import { probabilityWithin, wholeIterations } from './remaining.ts';
import { isHearsay, newBelief } from './speed-model/belief.ts';
import { gapSeconds } from './speed-model/gap.ts';
import { type Survey, speedAt, surveyed } from './survey.ts';

/**
 * What one run at such cpus would lose if the belief were badly wrong about it, as a share of the chance to be on time. Below the fewest
 * that were measured nothing is known: half of them may take eight times as long as believed, as they do below the cliff of a quota. Half
 * of what the declared duration refers to is taken for harmless.
 */
export function stepRisk({ belief }: Notes, survey: Survey, cpus: number): number {
  const { measuredNearly, wrongPower, wrongMost, rescueDrift, firstShare } = constants;
  const { secondsLeftAnew, iterationsLeft, fastest, plan } = survey;
  const fewest = Math.min(belief.fewestCpus, firstShare * plan.initialCpus);
  if (cpus >= measuredNearly * fewest) return 0;
  const wrong = Math.min(wrongMost, (fewest / cpus) ** wrongPower);
  const believed = speedAt(survey, cpus).mean;
  const speed = speedAt(survey, fastest.cpus);
  const iterations = iterationsLeft - 1;
  const rest = wholeIterations(belief, [{ speed, iterations }], rescueDrift);
  const left = secondsLeftAnew - wrong * believed - gapSeconds(belief);
  return Math.max(0, 1 - probabilityWithin(rest, left) / Math.max(survey.hope, 1e-3));
}

/**
 * Whether an experiment leaves the deadline within reach without cpus that nobody has measured: as long as the most
 * measured, or those of the declaration, can keep it, they must still do so afterwards.
 */
export function leavesTrusted({ belief }: Notes, survey: Survey, cpus: number): boolean {
  const { secondsLeft, iterationsLeft, candidates, plan } = survey;
  const most = Math.max(belief.mostCpus, plan.initialCpus);
  const trusted = candidates.findLast((one) => one.cpus <= most + 1e-9);
  if (trusted === undefined) return true;
  const without = probabilityWithin(trusted.remaining, secondsLeft);
  if (without < constants.riskBelow) return true;
  const speed = speedAt(survey, trusted.cpus);
  const rest = wholeIterations(belief, [{ speed, iterations: iterationsLeft - 1 }], constants.rescueDrift);
  const took = speedAt(survey, cpus).mean + gapSeconds(belief);
  return probabilityWithin(rest, secondsLeft - took) >= constants.trustedRescue * without;
}

/**
 * The fewest cpus of a first run: a share of those that the declaration refers to. What an earlier job taught may allow fewer, as long as
 * the deadline is not lost by one run at them if it was wrong and the declaration is right.
 */
export function leastFirst(notes: Notes, { plan, speeds, situation }: Survey): number {
  const { belief } = notes;
  if (belief.ownSamples > 0) return 0;
  const share = constants.firstShare * plan.initialCpus;
  if (!isHearsay(belief)) return speeds.find(({ cpus }) => cpus >= share)?.cpus ?? 0;
  const doubting = { ...notes, belief: newBelief(plan) };
  const survey = surveyed(doubting, situation, plan);
  const { candidates, fastest, secondsLeft } = survey;
  const hope = (1 - constants.hearsayLoss) * probabilityWithin(fastest.rescue, secondsLeft);
  const isHarmless = ({ cpus, rescue }: Candidate) =>
    isBounded(doubting, survey, cpus) && probabilityWithin(rescue, secondsLeft) >= hope;
  return candidates.find(isHarmless)?.cpus ?? 0;
}

/** Whether the cpus may be chosen for good: experiments may risk more, since what they risk is priced. */
export function isBounded(notes: Notes, survey: Survey, cpus: number): boolean {
  return stepRisk(notes, survey, cpus) <= constants.wrongChance;
}
