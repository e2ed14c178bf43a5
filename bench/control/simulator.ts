import { isOfOtherCpus } from '../../lib/control/adaptive/sentence.ts';
import type { Decision, Law, Situation } from '../../lib/control/law.ts';
import { frameworkTraits } from '../../lib/job/frameworks.ts';
import { gapBefore, type Scenario, type Trial } from './scenario.ts';
import { type Job, type Outcome, outcomeOf, overWire, started, type Watcher } from './simulated-job.ts';
import { endAt, endAtFastest } from './what-if.ts';

const TICK_SECONDS = 60;
/** No job is followed for longer than so many times its deadline. */
const GIVE_UP_FACTOR = 60;

/** One job from its start to its last iteration on a virtual clock, governed by the very law that evaluations call. */
export function simulate(scenario: Scenario, trial: Trial, by: { law: Law; watch?: Watcher }): Outcome {
  const job = started(scenario, trial, by);
  job.cpus = ask(job, null, 0).cpus;
  let gapSeconds: number | null = null;
  while (job.completed < scenario.plan.iterations && job.now < givenUpAt(scenario)) {
    gapSeconds = iterate(job, gapSeconds);
  }
  const deadline = scenario.plan.deadlineAt / 1000;
  return outcomeOf(job, job.completed >= scenario.plan.iterations && job.finishedAt <= deadline + 1e-6);
}

function givenUpAt({ plan }: Scenario): number {
  return (GIVE_UP_FACTOR * plan.deadlineAt) / 1000;
}

/** Asks the law; the job's clock, memory and statistics follow, its cpus do not yet. */
function ask(job: Job, runAgeSeconds: number | null, newlyCompleted: number): Decision {
  const { completed, cpus, law, now, scenario } = job;
  const gapSoFarSeconds = completed === 0 ? scenario.plan.pauseSeconds : 0;
  const seen = { now: 1000 * now, completed, cpus, runAgeSeconds, newlyCompleted };
  const situation: Situation = { ...seen, gapSoFarSeconds };
  const before = performance.now();
  const { decision, memory } = law.decide(job.memory, situation, scenario.plan);
  job.decisionMs += performance.now() - before;
  job.decisions += 1;
  const text = JSON.stringify(memory);
  job.memoryBytes = Math.max(job.memoryBytes, text.length);
  job.memory = JSON.parse(text);
  if (decision.outlook === 'cannot-be-met' && job.flaggedAt === null) flag(job);
  if (runAgeSeconds === null && completed < scenario.plan.iterations) claim(job, decision);
  job.watch?.({ at: now, completed, decision });
  return decision;
}

/** A word that fulfils itself is as false as one that is taken back: what counts is what could still have been. */
function flag(job: Job): void {
  job.flaggedAt = job.now;
  job.falselyFlagged = endAtFastest(job) <= job.scenario.plan.deadlineAt / 1000;
}

/** What was said of cpus is held against what they would lead to. */
function claim(job: Job, { cpus, reason, forecast }: Decision): void {
  if (isOfOtherCpus.test(reason.sentence)) return;
  const restart = cpus === job.cpus ? 0 : restartSeconds(job);
  const endsAt = endAt({ ...job, now: job.now + restart }, cpus);
  const kept = endsAt <= job.scenario.plan.deadlineAt / 1000;
  job.claims.push({ told: forecast.onTimeProbability, kept });
}

/** What a change of cpus would cost now. */
function restartSeconds({ scenario, trial, resizes }: Job): number {
  if (!frameworkTraits[scenario.framework].restartsOnResize) return 0;
  return trial.restartSeconds?.(resizes) ?? scenario.plan.restartSeconds;
}

/** Lets the time pass during which the job holds its cpus. */
function spend(job: Job, seconds: number): void {
  job.now += seconds;
  job.coreSeconds += seconds * job.cpus;
}

function resize(job: Job, cpus: number): void {
  if (cpus === job.cpus) return;
  job.cpus = cpus;
  const seconds = restartSeconds(job);
  job.resizes += 1;
  spend(job, seconds);
}

/** From the start of an iteration to the decision after it; returns the gap that the next run will report. */
function iterate(job: Job, gapSeconds: number | null): number | null {
  const { plan } = job.scenario;
  const gap = gapBefore(job.scenario, job.trial, job.completed + 1);
  const run =
    frameworkTraits[job.scenario.framework].execution === 'looping-app' ? runInLoop(job) : runTasks(job);
  job.finishedAt = job.now;
  const lost = job.trial.isLost(job.completed);
  job.completed += 1;
  if (lost) job.now = nextTick(job.now);
  else job.memory = overWire(job.law.learn(job.memory, { ...run, gapSeconds }, plan));
  const { cpus } = ask(job, null, 1);
  if (job.completed < plan.iterations) resize(job, cpus);
  return lost ? null : gap;
}

function waitForStart(job: Job): void {
  const { reserved } = job.scenario.gap;
  const seconds = gapBefore(job.scenario, job.trial, job.completed);
  if (reserved) spend(job, seconds);
  else job.now += seconds;
}

function nextTick(now: number): number {
  return TICK_SECONDS * (Math.floor(now / TICK_SECONDS + 1e-9) + 1);
}

/** Chronos: a change in the middle of a run waits for the next run; a run that hangs is killed and started again. */
function runTasks(job: Job) {
  for (let attempt = 0; ; attempt++) {
    waitForStart(job);
    const { cpus, now: startedAt } = job;
    const durationSeconds = job.trial.duration(job.completed, attempt, cpus);
    const killedAt = watchTask(job, startedAt, startedAt + durationSeconds);
    job.coreSeconds += cpus * ((killedAt ?? startedAt + durationSeconds) - startedAt);
    job.now = killedAt ?? startedAt + durationSeconds;
    if (killedAt === null || job.now > givenUpAt(job.scenario)) return { cpus, durationSeconds };
    job.kills += 1;
    if (attempt > 0 || !job.trial.hangs(job.completed)) job.healthyKills += 1;
  }
}

/** The ticks during a task; the instant of its kill, or null when it comes to its end. */
function watchTask(job: Job, startedAt: number, endsAt: number): number | null {
  for (
    let tick = nextTick(startedAt);
    tick < Math.min(endsAt, givenUpAt(job.scenario));
    tick += TICK_SECONDS
  ) {
    job.now = tick;
    const { cpus, hungAfterSeconds } = ask(job, tick - startedAt, 0);
    if (cpus !== job.cpus) job.resizes += 1;
    job.cpus = cpus;
    if (tick - startedAt > hungAfterSeconds) return tick;
  }
  return null;
}

/** Marathon: a change in the middle of an iteration kills it, and it begins again after the restart. */
function runInLoop(job: Job) {
  waitForStart(job);
  let startedAt = job.now;
  for (;;) {
    const durationSeconds = job.trial.duration(job.completed, 0, job.cpus);
    const tick = nextTick(job.now);
    if (tick >= startedAt + durationSeconds || job.now > givenUpAt(job.scenario)) {
      spend(job, startedAt + durationSeconds - job.now);
      return { cpus: job.cpus, durationSeconds };
    }
    spend(job, tick - job.now);
    const { cpus } = ask(job, tick - startedAt, 0);
    if (cpus === job.cpus) continue;
    job.healthyKills += 1;
    resize(job, cpus);
    startedAt = job.now;
  }
}
