import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan, Situation } from './law.ts';
import { step } from './step.ts';

const plan: Plan = {
  iterations: 10,
  startedAt: 0,
  deadlineAt: 600_000,
  deviation: 0.05,
  iterationDurationSeconds: 50,
  initialCpus: 1,
  cpus: { min: 0.1, max: 2, increment: 0.3, decrement: 0.2 },
  pauseSeconds: 5,
  target: 0.985,
  restartSeconds: 0,
};

function decideAt(changes: Partial<Situation>, of: Partial<Plan> = {}) {
  const situation = { now: 0, completed: 0, cpus: 1, runAgeSeconds: null, newlyCompleted: 1, ...changes };
  return step.decide({}, situation, { ...plan, ...of }).decision;
}

test('a job that is predicted late gets the increment', () => {
  // 8 left of 55 s each end at 200 + 440 = 640 s, after the deadline at 600 s.
  const { cpus, reason, outlook } = decideAt({ now: 200_000, completed: 2 });
  assert.equal(cpus, 1.3);
  assert.equal(reason.code, 'under-performing');
  assert.equal(outlook, 'at-risk');
  assert.match(reason.sentence, /40 s after the deadline/);
});

test('a job that is predicted earlier than the band loses the decrement', () => {
  // 8 left end at 100 + 440 = 540 s, before 600 - 5 % of 600 = 570 s.
  const { cpus, reason } = decideAt({ now: 100_000, completed: 2 });
  assert.equal(cpus, 0.8);
  assert.equal(reason.code, 'over-performing');
});

test('inside the band, both ends included, the cpus stay', () => {
  assert.equal(decideAt({ now: 160_000, completed: 2 }).cpus, 1);
  assert.equal(decideAt({ now: 130_000, completed: 2 }).cpus, 1);
});

test('a step that would pass a bound lands on it', () => {
  assert.equal(decideAt({ now: 500_000, completed: 2, cpus: 1.9 }).cpus, 2);
  assert.equal(decideAt({ now: 0, completed: 8, cpus: 0.2 }).cpus, 0.1);
});

test('a tick that brought no report decides nothing', () => {
  assert.equal(decideAt({ now: 500_000, completed: 2, newlyCompleted: 0 }).cpus, 1);
});

test('steps of a tenth leave no binary dust', () => {
  assert.equal(decideAt({ now: 500_000, cpus: 0.1 }, { cpus: { ...plan.cpus, increment: 0.2 } }).cpus, 0.3);
});

test('a finished job is done', () => {
  const { reason, cpus } = decideAt({ now: 590_000, completed: 10 });
  assert.equal(reason.code, 'done');
  assert.equal(cpus, 1);
});
