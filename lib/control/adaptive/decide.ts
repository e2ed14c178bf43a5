import type { Plan, Situation } from '../law.ts';
import { type AdaptiveAnswer, answer, finished } from './answer.ts';
import { speedOf } from './candidates.ts';
import { type Candidate, type Choice, cheapestOfAll, chooseCpus, promised } from './choose-cpus.ts';
import { constants } from './constants.ts';
import { isOddlySlow, newRunPays, timesGivenUp } from './hung.ts';
import type { Notes } from './memory/notes.ts';
import { isYielding } from './outlook.ts';
import { probeCpus } from './probe.ts';
import { probabilityWithin } from './remaining.ts';
import { restOfRunning } from './running.ts';
import { withHungRun } from './speed-model/belief.ts';
import { gapSeconds, withFirstDelay } from './speed-model/gap.ts';
import { isBounded, leastFirst } from './step-down.ts';
import { isBetweenRuns, type Survey, speedAt, surveyed } from './survey.ts';

/** One decision of the adaptive law; `situation` and `plan` are sane ones. */
export function decide(before: Notes, seen: Situation, plan: Plan): AdaptiveAnswer {
  if (seen.completed >= plan.iterations) return finished(before, seen, plan);
  const notes = ofThisRun(timed(before, seen, plan), seen);
  const situation = fromGap(notes, seen, plan);
  const survey = surveyed(notes, situation, plan);
  if (isYielding(notes, survey)) return giveWay(notes, survey);
  const chosen = chooseCpus({
    candidates: boundedIn(survey, notes),
    current: situation.cpus,
    iterations: plan.iterations,
    iterationsLeft: survey.iterationsLeft,
    secondsLeft: survey.secondsLeft,
    target: plan.target,
    restartSeconds: plan.restartSeconds,
  });
  if (isBetweenRuns(situation)) return boundary(notes, survey, chosen);
  return midRun(notes, survey, chosen.candidate.cpus);
}

/** The next run gets the cheapest cpus; one that goes on is treated like any other. */
function giveWay(notes: Notes, survey: Survey): AdaptiveAnswer {
  const { cpus } = cheapestOfAll(boundedIn(survey, notes));
  if (!isBetweenRuns(survey.situation)) return midRun(notes, survey, cpus);
  const taken = Math.min(cpus, retriedCpus(notes, survey));
  return answer({ ...notes, runCpus: taken }, survey, { cpus: taken, planned: cpus, probing: false });
}

/** The cpus that may be chosen for good. Where only cpus that nobody has measured have room, their risk is no reason to take none. */
function boundedIn(survey: Survey, notes: Notes): Candidate[] {
  const bounded = survey.candidates.filter(({ cpus }) => isBounded(notes, survey, cpus));
  return bounded.length > 0 ? bounded : survey.candidates;
}

/** The report of the first run tells the gap before it. */
function timed(notes: Notes, { now, completed, newlyCompleted }: Situation, plan: Plan): Notes {
  if (completed !== 1 || newlyCompleted !== 1) return notes;
  const { belief } = notes;
  return { ...notes, belief: withFirstDelay(belief, (now - plan.startedAt) / 1000, belief.lastSeconds) };
}

/** A run that was given up is not given up once more while it is still there: only younger ones are other attempts. */
function ofThisRun(notes: Notes, { runAgeSeconds, completed }: Situation): Notes {
  const isSame = runAgeSeconds !== null && runAgeSeconds >= notes.hungAge && completed === notes.hungAt;
  return isSame ? notes : { ...notes, hungAge: 0 };
}

/** Between two runs everything is reckoned from the beginning of the gap, which the time of each iteration includes. */
function fromGap({ belief }: Notes, situation: Situation, { deadlineAt }: Plan): Situation {
  const { now, runAgeSeconds, gapSoFarSeconds = 0 } = situation;
  if (runAgeSeconds !== null || now >= deadlineAt) return situation;
  return { ...situation, now: now - 1000 * Math.min(gapSoFarSeconds, gapSeconds(belief)) };
}

/** A run is about to begin: with the chosen cpus, or with an experiment in their place. */
function boundary(notes: Notes, survey: Survey, { candidate: chosen, feasible }: Choice): AdaptiveAnswer {
  if (isExperimentAhead(notes, survey, feasible)) {
    const { cpus } = survey.situation;
    return answer(notes, survey, { cpus, planned: chosen.cpus, probing: cpus !== chosen.cpus });
  }
  const retest = feasible ? null : retestCpus(notes, survey, chosen);
  if (retest !== null) {
    const next = {
      ...notes,
      runCpus: retest,
      retests: notes.retests + 1,
      retestAt: survey.situation.completed,
    };
    return answer(next, survey, { cpus: retest, planned: chosen.cpus, probing: true });
  }
  const retried = retriedCpus(notes, survey);
  if (retried < chosen.cpus) {
    const next = { ...notes, runCpus: retried };
    return answer(next, survey, { cpus: retried, planned: chosen.cpus, probing: false });
  }
  const first = firstCpus(notes, survey, chosen);
  const probe = first === chosen.cpus ? probeCpus(notes, survey, chosen) : null;
  const cpus = probe === null ? first : Math.max(probe, leastFirst(notes, survey));
  const probed = probe === null ? {} : { probes: notes.probes + 1, probeAt: survey.situation.completed };
  const next = { ...notes, ...probed, runCpus: cpus };
  const probing = probe !== null && cpus !== chosen.cpus;
  return answer(next, survey, { cpus, planned: probing || cpus < chosen.cpus ? chosen.cpus : cpus, probing });
}

/** However often the law is asked in a long pause, the experiment that was decided on at its beginning is still to come. */
function isExperimentAhead(notes: Notes, { situation, plan }: Survey, feasible: boolean): boolean {
  const { completed, newlyCompleted, cpus } = situation;
  if (newlyCompleted > 0 || cpus > plan.cpus.max || Math.abs(cpus - notes.runCpus) >= 0.001) return false;
  const isRetest = notes.retests > 0 && notes.retestAt === completed;
  return isRetest || (feasible && notes.probes > 0 && notes.probeAt === completed);
}

/** Cpus within this share of others are the same, and a duration within this share of the declared one is no faster. */
const NEARLY = 0.9;
const FEW = 3;
const NO_FASTER = 0.95;

/**
 * Where the deadline is all but lost, cpus that seem useless are tried: those of the declaration where more of them are
 * no faster than it says, since too many threads get in each other's way; else the most, since a change of the job can
 * look like a saturation.
 */
function retestCpus(notes: Notes, survey: Survey, chosen: Candidate): number | null {
  const { plan, situation, secondsLeft } = survey;
  const { retestBelow, retestsAtMost, retestAfter } = constants;
  if (notes.belief.samples === 0 || notes.retests >= retestsAtMost) return null;
  if (notes.retests > 0 && situation.completed - notes.retestAt < retestAfter) return null;
  if (probabilityWithin(chosen.unaided, secondsLeft) >= retestBelow) return null;
  const { initialCpus, iterationDurationSeconds: declared } = plan;
  const isNoFaster = speedAt(survey, chosen.cpus).median > NO_FASTER * declared;
  const isUntried = initialCpus < NEARLY * Math.min(notes.belief.fewestCpus, chosen.cpus);
  if (isNoFaster && isUntried) return initialCpus;
  return Math.max(chosen.cpus, situation.cpus) < NEARLY * plan.cpus.max ? plan.cpus.max : null;
}

/**
 * Before anything was measured the cpus stay near those that the declared duration refers to: not below a share of them,
 * and not above them, then and later, until they were measured, as long as one run at them can be afforded should cpus help
 * as much as they can. What is declared is a guess, more cpus than that are another, and one run says more than both.
 */
function firstCpus(notes: Notes, survey: Survey, chosen: Candidate): number {
  const { plan, iterationsLeft, secondsLeft } = survey;
  const { belief } = notes;
  const isTried = belief.samples > 0 && belief.mostCpus >= NEARLY * plan.initialCpus;
  if (isTried || chosen.cpus <= plan.initialCpus) return Math.max(chosen.cpus, leastFirst(notes, survey));
  const declared =
    belief.samples === 0 ? plan.iterationDurationSeconds : speedAt(survey, plan.initialCpus).mean;
  const best = (declared * plan.initialCpus) / plan.cpus.max;
  const spare = secondsLeft - iterationsLeft * (best + gapSeconds(belief));
  const isHopeless =
    iterationsLeft > FEW && probabilityWithin(chosen.unaided, secondsLeft) < constants.firstDoubtBelow;
  const isCheap = declared - best <= constants.firstLoss * spare;
  return isHopeless || isCheap ? plan.initialCpus : chosen.cpus;
}

/** A run is going on: its cpus stay, but one that is oddly slow may be given up, and the next run get more. */
function midRun(notes: Notes, survey: Survey, planned: number): AdaptiveAnswer {
  const { plan, situation, speeds, running, hungAfter } = survey;
  const age = situation.runAgeSeconds ?? 0;
  const more = Math.max(situation.cpus, Math.min(planned, retriedCpus(notes, survey)));
  if (age > hungAfter || notes.hungAge > 0) return givenUp(notes, survey, planned);
  if (plan.restartSeconds > 0) {
    const cpus = isQuickerAnew(notes, survey, more) ? more : situation.cpus;
    return answer(notes, survey, { cpus, planned, probing: false });
  }
  const wait = { ...survey, speed: running, fastest: speedOf(speeds, survey.fastest.cpus), age };
  const isOdd = isOddlySlow(notes, situation.completed, wait);
  if (isOdd && newRunPays(notes, wait)) return givenUp(notes, survey, planned);
  return answer(notes, survey, { cpus: isOdd ? more : situation.cpus, planned, probing: false });
}

/**
 * Marathon: whether a restart and a new run at more cpus take less time than the rest of the running one, and to let that
 * one end would endanger the deadline.
 */
function isQuickerAnew({ belief }: Notes, survey: Survey, more: number): boolean {
  const { speeds, situation, hungAfter, plan, running, candidates, iterationsLeft, secondsLeft } = survey;
  const held = candidates.find(({ cpus }) => cpus === situation.cpus);
  if (more <= situation.cpus || !held) return false;
  if (probabilityWithin(held.rescue, secondsLeft) >= promised(plan.target, iterationsLeft)) return false;
  const age = situation.runAgeSeconds ?? 0;
  const { mean } = restOfRunning(belief, running, { age, hungAfter });
  return mean > plan.restartSeconds + speedOf(speeds, more).mean;
}

/**
 * The most cpus for a run of an iteration whose runs were given up: what does nothing gets no more. The declared cpus are an exception,
 * as too few may only be slow; and after a second run they are enough, whatever the runs before had.
 */
function retriedCpus(notes: Notes, { plan, situation }: Survey): number {
  const given = timesGivenUp(notes, situation.completed);
  if (given === 0) return plan.cpus.max;
  return given === 1 ? Math.max(plan.initialCpus, notes.runCpus) : plan.initialCpus;
}

/** The run hangs: the next attempt at its iteration is given twice the time. */
function givenUp(notes: Notes, survey: Survey, planned: number): AdaptiveAnswer {
  const { plan, situation, running } = survey;
  const { completed } = situation;
  const age = situation.runAgeSeconds ?? 0;
  const had = plan.restartSeconds > 0 ? situation.cpus : notes.runCpus;
  const factor = (age + running.mean) / running.mean;
  const isNews = notes.hungAge === 0;
  const teaches = isNews && notes.belief.samples >= 2;
  const belief = teaches ? withHungRun(notes.belief, factor) : notes.belief;
  const hung = timesGivenUp(notes, completed) + (isNews ? 1 : 0);
  const given = { ...notes, belief, runCpus: had, hung, hungAt: completed, hungAge: age };
  const cpus = Math.min(Math.max(had, planned), retriedCpus(given, survey), plan.cpus.max);
  const hungAfter = Math.min(survey.hungAfter, 0.99 * age);
  return answer({ ...given, runCpus: cpus }, { ...survey, hungAfter }, { cpus, planned, probing: false });
}
