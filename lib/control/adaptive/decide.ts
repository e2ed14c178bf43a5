import type { Decision, Forecast, Plan, ReasonCode, Situation } from '../law.ts';
import { saneSituation } from '../sane.ts';
import { withFirstGap, withHungRun } from './belief.ts';
import { type Asked, allowedCpus, candidatesOf, speedOf } from './candidates.ts';
import { type Candidate, type Choice, chooseCpus, fastestOf } from './choose-cpus.ts';
import { constants } from './constants.ts';
import { hungAfter, newRunPays } from './hung.ts';
import type { Notes } from './memory.ts';
import { cannotBeMet, outlookOf } from './outlook.ts';
import { probeCpus } from './probe.ts';
import { probabilityWithin, quantileOf } from './remaining.ts';
import { sentenceOf } from './sentence.ts';
import { type Speed, speedsAt } from './speed.ts';

interface Decided {
  decision: Decision;
  notes: Notes;
}

/** What is at hand while one decision is made. */
interface Survey extends Asked {
  speeds: Speed[];
  candidates: Candidate[];
  fastest: Candidate;
  iterationsLeft: number;
  secondsLeft: number;
}

/** One decision of the adaptive law. */
export function decide(before: Notes, asked: Situation, plan: Plan): Decided {
  const situation = saneSituation(asked, plan);
  const notes =
    situation.completed === 1 && situation.newlyCompleted === 1 ? timed(before, situation, plan) : before;
  if (situation.completed >= plan.iterations) return finished(notes, situation, plan);
  const survey = surveyed(notes, situation, plan);
  const chosen = chooseCpus({
    candidates: survey.candidates,
    current: situation.cpus,
    iterations: plan.iterations,
    iterationsLeft: survey.iterationsLeft,
    secondsLeft: survey.secondsLeft,
    target: plan.target,
    restartSeconds: plan.restartSeconds,
  });
  if (situation.runAgeSeconds === null || situation.newlyCompleted > 0)
    return boundary(notes, survey, chosen);
  const age = situation.runAgeSeconds;
  if (age > survey.hungAfter || isTooSlow(notes, survey, age)) return givenUp(notes, survey, age, chosen);
  const planned = chosen.candidate.cpus;
  const interrupts = plan.restartSeconds > 0 && cannotWait(survey);
  return told(notes, survey, { cpus: interrupts ? planned : situation.cpus, planned, probing: false });
}

/** Chronos: whether a run that is not taken to hang yet is better given up for the deadline's sake. */
function isTooSlow(notes: Notes, survey: Survey, age: number): boolean {
  const { plan, situation, speeds, fastest } = survey;
  if (plan.restartSeconds > 0) return false;
  const speed = speedOf(speeds, situation.cpus);
  return newRunPays(notes, situation.completed, {
    ...survey,
    speed,
    age,
    fastest: speedOf(speeds, fastest.cpus),
  });
}

function timed(notes: Notes, { now }: Situation, plan: Plan): Notes {
  return { ...notes, belief: withFirstGap(notes.belief, (now - plan.startedAt) / 1000) };
}

/** A run is about to begin: the choice, or an experiment in its place. */
function boundary(notes: Notes, survey: Survey, { candidate: chosen, feasible }: Choice): Decided {
  const { situation, plan } = survey;
  const fastest = survey.fastest.cpus;
  if (!feasible && chosen.cpus < plan.cpus.max && mayRetest(notes, survey, chosen)) {
    const next = {
      ...notes,
      retests: notes.retests + 1,
      retestAt: situation.completed,
    };
    return told(next, survey, { cpus: plan.cpus.max, probing: false });
  }
  const { cpus: current } = situation;
  const { restartSeconds } = plan;
  const probe = probeCpus(notes, { ...survey, chosen, current, fastest, restartSeconds });
  const cpus = probe ?? chosen.cpus;
  const explored = probe !== null && probe < 0.8 * chosen.cpus;
  const next = { ...notes, probes: notes.probes + (explored ? 1 : 0) };
  return told(next, survey, { cpus, planned: chosen.cpus, probing: explored });
}

/** The most cpus may be worth a try although they seem useless: a change of the job can look like a saturation. */
function mayRetest(notes: Notes, { situation, secondsLeft }: Survey, { remaining }: Candidate): boolean {
  const { retestBelow, retestsAtMost, retestAfter } = constants;
  if (probabilityWithin(remaining, secondsLeft) >= retestBelow) return false;
  const since = situation.completed - notes.retestAt;
  return notes.retests === 0 || (notes.retests < retestsAtMost && since >= retestAfter);
}

function surveyed(notes: Notes, situation: Situation, plan: Plan): Survey {
  const speeds = speedsAt(notes.belief, allowedCpus(plan, situation.cpus));
  const asked = {
    plan,
    situation,
    hungAfter: hungAfter(notes, speedOf(speeds, situation.cpus), { completed: situation.completed, plan }),
  };
  const candidates = candidatesOf(notes, speeds, asked);
  return {
    ...asked,
    speeds,
    candidates,
    fastest: fastestOf(candidates),
    iterationsLeft: plan.iterations - situation.completed,
    secondsLeft: (plan.deadlineAt - situation.now) / 1000,
  };
}

/** Marathon: whether letting the running iteration end would cost the fastest cpus much of their chance. */
function cannotWait({ candidates, fastest, situation, secondsLeft }: Survey): boolean {
  const held = candidates.find(({ cpus }) => cpus === situation.cpus) ?? fastest;
  const now = probabilityWithin(fastest.remaining, secondsLeft);
  return probabilityWithin(held.rescue, secondsLeft) < (1 - constants.interruptLoss) * now;
}

/** The run hangs: the next attempt at its iteration is given twice the time. */
function givenUp(notes: Notes, survey: Survey, age: number, { candidate }: Choice): Decided {
  const { completed, cpus } = survey.situation;
  const hungAfter = Math.min(survey.hungAfter, 0.99 * age);
  const before = notes.hungAt === completed ? notes.hung : 0;
  const mean = speedOf(survey.speeds, cpus).mean;
  const belief = notes.belief.samples < 2 ? notes.belief : withHungRun(notes.belief, (age + mean) / mean);
  const next = { ...notes, belief, hung: before + 1, hungAt: completed };
  return told(next, { ...survey, hungAfter }, { cpus: Math.max(cpus, candidate.cpus), probing: false });
}

function told(
  notes: Notes,
  survey: Survey,
  course: { cpus: number; planned?: number; probing: boolean },
): Decided {
  const { cpus, planned = cpus, probing } = course;
  const { candidates, fastest, plan, situation } = survey;
  const at = (wanted: number) => candidates.find((one) => one.cpus === wanted) ?? fastest;
  const forecast = forecastOf(survey, at(planned));
  const before = forecastOf(survey, at(situation.cpus));
  const fastestProbability = probabilityWithin(fastest.remaining, survey.secondsLeft);
  const between = situation.runAgeSeconds === null || situation.newlyCompleted > 0;
  const flagged = cannotBeMet(notes, { ...survey, between, fastest: speedOf(survey.speeds, fastest.cpus) });
  const outlook = outlookOf(flagged, Math.max(fastestProbability, forecast.onTimeProbability));
  const helps = helpsMore(survey, at(planned));
  const code = codeOf(notes, { outlook, probing, helps, cpus, current: situation.cpus });
  const prospect = ({ finishAt, onTimeProbability }: Forecast) => ({
    finishAt: finishAt.p50,
    onTime: onTimeProbability,
  });
  const sentence = sentenceOf({
    code,
    plan,
    situation,
    cpus,
    before: prospect(before),
    after: prospect(forecast),
  });
  const decision = {
    cpus,
    reason: { code, sentence },
    forecast,
    outlook,
    moreCpusWouldHelp: helps,
    hungAfterSeconds: survey.hungAfter,
  };
  return { decision, notes: { ...notes, flagged } };
}

interface Facts {
  outlook: Decision['outlook'];
  probing: boolean;
  helps: boolean;
  cpus: number;
  current: number;
}

function codeOf(notes: Notes, { outlook, probing, helps, cpus, current }: Facts): ReasonCode {
  if (outlook !== 'on-time') return outlook;
  if (probing) return 'exploring';
  if (notes.belief.samples === 0) return 'learning';
  if (cpus > current) return 'under-performing';
  if (cpus < current) return helps ? 'over-performing' : 'more-cpu-would-not-help';
  return 'on-plan';
}

/** Whether more cpus than those would end the job noticeably earlier. */
function helpsMore({ candidates }: Survey, at: Candidate): boolean {
  const least = Math.min(...candidates.map(({ remaining }) => remaining.mean));
  return at.remaining.mean > (1 + 2 * constants.uselessGain) * least;
}

function forecastOf({ situation, secondsLeft }: Survey, { remaining }: Candidate): Forecast {
  const at = (probability: number) => Math.round(situation.now + 1000 * quantileOf(remaining, probability));
  return {
    finishAt: { p10: at(0.1), p50: at(0.5), p90: at(0.9) },
    onTimeProbability: probabilityWithin(remaining, secondsLeft),
  };
}

function finished(notes: Notes, { now, cpus }: Situation, plan: Plan): Decided {
  const late = now > plan.deadlineAt;
  const decision: Decision = {
    cpus,
    reason: { code: 'done', sentence: `All ${plan.iterations} iterations are done.` },
    forecast: { finishAt: { p10: now, p50: now, p90: now }, onTimeProbability: late ? 0 : 1 },
    outlook: late ? 'cannot-be-met' : 'on-time',
    moreCpusWouldHelp: false,
    hungAfterSeconds: constants.hungDeclared * plan.iterationDurationSeconds,
  };
  return { decision, notes };
}
