import type { Decision, Forecast, LawReasonCode, Outlook, Plan, Situation } from '../law.ts';
import { allDone } from '../wording.ts';
import type { Candidate } from './choose-cpus.ts';
import { constants } from './constants.ts';
import { timesGivenUp } from './hung.ts';
import type { Notes } from './memory/notes.ts';
import { isFlagged, outlookOf } from './outlook.ts';
import { probabilityWithin, quantileOf, type Remaining } from './remaining.ts';
import { sentenceOf } from './sentence.ts';
import { isBetweenRuns, type Survey } from './survey.ts';

export interface AdaptiveAnswer {
  decision: Decision;
  notes: Notes;
}

/** What was decided: the cpus from now on, and those planned for the iterations after the running or probing one. */
export interface Course {
  cpus: number;
  planned: number;
  probing: boolean;
}

/** The decision with its forecast, outlook and reason; the forecast is the one of the planned cpus, and of more later if need be. */
export function answer(notes: Notes, survey: Survey, course: Course): AdaptiveAnswer {
  const { plan, situation } = survey;
  const planned = candidateAt(survey, course.planned);
  const raisesLater = willRaise(survey, planned);
  const told = raisesLater ? planned.rescue : toldOf(planned, survey);
  const forecast = forecastOf(survey, told);
  const { flagged, outlook } = outlookNow(notes, survey, forecast);
  const before = candidateAt(survey, situation.cpus);
  const toldBefore = toldOf(before, survey);
  const helps = wouldMoreHelp(survey, planned);
  const facts = { ...course, notes, survey, outlook, helps, before };
  const code = codeOf(facts);
  const sentence = sentenceOf({
    ...course,
    code,
    plan,
    situation,
    before: {
      finishAt: finishOf(situation, toldBefore, 0.5),
      onTime: probabilityWithin(toldBefore, survey.secondsLeft),
    },
    after: { finishAt: forecast.finishAt.p50, onTime: forecast.onTimeProbability },
    raisesLater,
    helps,
    isRetry: isRetry(notes, survey),
    isSaturated: isSaturated(survey, planned),
    isMeasured: notes.belief.samples > 0,
  });
  const { hungAfter: hungAfterSeconds } = survey;
  const reason = { code, sentence };
  const decision = {
    cpus: course.cpus,
    reason,
    forecast,
    outlook,
    moreCpusWouldHelp: helps,
    hungAfterSeconds,
  };
  return { decision, notes: { ...notes, flagged } };
}

function candidateAt({ candidates, fastest }: Survey, wanted: number): Candidate {
  return candidates.find(({ cpus }) => cpus === wanted) ?? fastest;
}

/** Marathon: whether the cpus only stay because a restart can wait until it is needed. */
function willRaise({ plan, secondsLeft }: Survey, { remaining, rescue }: Candidate): boolean {
  if (plan.restartSeconds === 0) return false;
  const stays = probabilityWithin(remaining, secondsLeft);
  return probabilityWithin(rescue, secondsLeft) > stays + constants.noticeable;
}

/** What is told of cpus: where later decisions could not save the deadline, all that is not known yet gives hope. */
function toldOf({ remaining, unaided }: Candidate, { secondsLeft }: Survey): Remaining {
  return probabilityWithin(unaided, secondsLeft) > probabilityWithin(remaining, secondsLeft)
    ? unaided
    : remaining;
}

function finishOf({ now }: Situation, remaining: Remaining, probability: number): number {
  return Math.round(now + 1000 * quantileOf(remaining, probability));
}

function forecastOf({ situation, secondsLeft }: Survey, remaining: Remaining): Forecast {
  const at = (probability: number) => finishOf(situation, remaining, probability);
  return {
    finishAt: { p10: at(0.1), p50: at(0.5), p90: at(0.9) },
    onTimeProbability: probabilityWithin(remaining, secondsLeft),
  };
}

function outlookNow(
  notes: Notes,
  survey: Survey,
  forecast: Forecast,
): { flagged: boolean; outlook: Outlook } {
  const { fastest, secondsLeft } = survey;
  const flagged = isFlagged(notes, survey);
  const best = Math.max(probabilityWithin(toldOf(fastest, survey), secondsLeft), forecast.onTimeProbability);
  return { flagged, outlook: outlookOf(flagged, best) };
}

/** Whether more cpus than those, and not fewer, would end the job noticeably earlier. */
function wouldMoreHelp({ candidates }: Survey, at: Candidate): boolean {
  const more = candidates.filter(({ cpus }) => cpus >= at.cpus);
  const least = Math.min(...more.map(({ remaining }) => remaining.mean));
  return at.remaining.mean > (1 + constants.helpfulGain) * least;
}

/** Whether the next run repeats an iteration: the one before was given up, perhaps just now. */
function isRetry(notes: Notes, { situation, hungAfter }: Survey): boolean {
  if (timesGivenUp(notes, situation.completed) === 0) return false;
  return isBetweenRuns(situation) || (situation.runAgeSeconds ?? 0) > hungAfter;
}

/** Whether clearly fewer cpus would end the job nearly as early: then it is not for want of cpus that it is late. */
function isSaturated({ candidates }: Survey, at: Candidate): boolean {
  const { helpfulGain, clearlyFewer } = constants;
  const fewer = candidates.findLast(({ cpus }) => cpus <= clearlyFewer * at.cpus);
  return fewer !== undefined && fewer.remaining.mean <= (1 + helpfulGain) * at.remaining.mean;
}

interface Facts extends Course {
  notes: Notes;
  survey: Survey;
  outlook: Outlook;
  helps: boolean;
  before: Candidate;
}

function codeOf({ cpus, probing, notes, survey, outlook, helps, before }: Facts): LawReasonCode {
  const { plan, situation, secondsLeft } = survey;
  if (outlook === 'cannot-be-met' && situation.othersWait) return 'yielding';
  if (outlook !== 'on-time') return outlook;
  if (probing) return 'exploring';
  if (notes.belief.samples === 0) return 'learning';
  if (cpus === situation.cpus) return 'on-plan';
  if (cpus > situation.cpus) return 'under-performing';
  if (!helps) return 'more-cpu-would-not-help';
  const band = (plan.deviation * (plan.deadlineAt - plan.startedAt)) / 1000;
  return before.remaining.mean < secondsLeft - band ? 'over-performing' : 'cheaper';
}

/** The answer when nothing is left to do. */
export function finished(notes: Notes, { now, cpus }: Situation, plan: Plan): AdaptiveAnswer {
  const late = now > plan.deadlineAt;
  const decision: Decision = {
    cpus,
    reason: { code: 'done', sentence: allDone(plan.iterations) },
    forecast: { finishAt: { p10: now, p50: now, p90: now }, onTimeProbability: late ? 0 : 1 },
    outlook: late ? 'cannot-be-met' : 'on-time',
    moreCpusWouldHelp: false,
    hungAfterSeconds: constants.hungDeclared * plan.iterationDurationSeconds,
  };
  return { decision, notes };
}
