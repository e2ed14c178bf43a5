import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Memory, Plan } from '../law.ts';
import { adaptive } from './adaptive.ts';
import { type Belief, meanLevel, newBelief } from './speed-model/belief.ts';
import { observe } from './speed-model/observe.ts';

const plan: Plan = {
  iterations: 20,
  startedAt: 0,
  deadlineAt: 330_000,
  deviation: 0.05,
  iterationDurationSeconds: 10,
  initialCpus: 4,
  cpus: { min: 1, max: 8, increment: 0.3, decrement: 0.2 },
  pauseSeconds: 0,
  target: 0.985,
  restartSeconds: 0,
};

type Measured = [cpus: number, seconds: number];

function after(measured: Measured[], of: Plan): Memory {
  return measured.reduce(
    (memory, [cpus, durationSeconds]) => adaptive.learn(memory, { cpus, durationSeconds, gapSeconds: 5 }, of),
    adaptive.begin(of),
  );
}

function decided(measured: Measured[], nowSeconds: number, of = plan) {
  const situation = {
    now: 1000 * nowSeconds,
    completed: measured.length,
    cpus: measured.at(-1)?.[0] ?? of.initialCpus,
    runAgeSeconds: null,
    newlyCompleted: Math.min(1, measured.length),
  };
  return adaptive.decide(after(measured, of), situation, of).decision;
}

function believed(seconds: number[]): Belief {
  return seconds.reduce(
    (belief, durationSeconds) => observe(belief, { cpus: 4, durationSeconds, gapSeconds: 5 }),
    newBelief(plan),
  );
}

test('the declared cpus are measured before more than them are taken', () => {
  const roomier = { ...plan, deadlineAt: 340_000 };
  const { cpus, reason } = decided([[2, 20]], 25, roomier);
  assert.equal(cpus, 4, reason.sentence);
  assert.match(reason.sentence, /before that, one iteration with the declared 4 cpus/);
});

test('a declaration that leaves little hope is doubted: the declared cpus come first, and the most only if it proves right', () => {
  const toldTooLong = {
    ...plan,
    cpus: { ...plan.cpus, max: 12 },
    iterationDurationSeconds: 30,
    deadlineAt: 430_000,
  };
  const { cpus, forecast } = decided([], 0, toldTooLong);
  assert.equal(cpus, 4);
  assert.ok(
    forecast.onTimeProbability > 0.1 && forecast.onTimeProbability < 0.4,
    `${forecast.onTimeProbability}`,
  );
  assert.ok(decided([[4, 10]], 15, toldTooLong).cpus <= 5);
  assert.equal(decided([[4, 30]], 35, toldTooLong).cpus, 12);
});

test('a first iteration far quicker than declared is believed more than the declaration', () => {
  const wrong = { ...plan, iterationDurationSeconds: 30, deadlineAt: 400_000 };
  assert.ok(decided([[4, 7]], 12, wrong).cpus <= 3);
});

test('quick iterations that come again count for the level, as no more than three spreads', () => {
  const usual = Array.from({ length: 8 }, () => 10);
  const level = Math.exp(meanLevel(believed(usual)));
  const once = Math.exp(meanLevel(believed([...usual, 0.2, 10])));
  assert.ok(once < 0.985 * level && once > 0.85 * level, `${once} of ${level}`);
});

test('times that became slower may become quicker again: until that would not help, the deadline can be met', () => {
  const most = { ...plan, cpus: { ...plan.cpus, max: 4 }, deadlineAt: 420_000 };
  const modes: Measured[] = [10, 10, 10, 26, 26, 26, 26].map((seconds) => [4, seconds]);
  assert.notEqual(decided(modes, 169, most).outlook, 'cannot-be-met');
  const slow: Measured[] = Array.from({ length: 7 }, () => [4, 26]);
  assert.equal(decided(slow, 217, most).outlook, 'cannot-be-met');
});
