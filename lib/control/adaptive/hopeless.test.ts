import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan } from '../law.ts';
import { adaptive } from './adaptive.ts';

/** Ten iterations of 30 s within 20 s. */
const hopeless: Plan = {
  iterations: 10,
  startedAt: 0,
  deadlineAt: 20_000,
  deviation: 0.05,
  iterationDurationSeconds: 30,
  initialCpus: 1,
  cpus: { min: 0.1, max: 2, increment: 0.3, decrement: 0.2 },
  pauseSeconds: 0,
  target: 0.985,
  restartSeconds: 0,
};

/** What is said at the launch. */
function launched(change: Partial<Plan> = {}) {
  const plan = { ...hopeless, ...change };
  const at = { now: 0, completed: 0, cpus: plan.initialCpus, runAgeSeconds: null, newlyCompleted: 0 };
  return adaptive.decide(adaptive.begin(plan), at, plan).decision;
}

test('a job that is hopeless by what is declared of it cannot be met from its launch on, and by how much', () => {
  for (const max of [1, 2, 4]) {
    const { outlook, reason } = launched({ cpus: { ...hopeless.cpus, max } });
    assert.equal(outlook, 'cannot-be-met', reason.sentence);
  }
  assert.equal(
    launched().reason.sentence,
    '0 of 10 done; the deadline cannot be met: if an iteration takes 30 s with 1 cpu, with 2 cpus the remaining 10 iterations ' +
      'finish 4 min 47 s after the deadline, and the job may have no more cpus ("pacer change JOB --cpus-max" allows more); before that, one iteration with the declared 1 cpu.',
  );
});

test('a declaration that is three times too long is at risk, and taken back when it was measured', () => {
  const wrong = { ...hopeless, deadlineAt: 130_000 };
  assert.equal(launched(wrong).outlook, 'at-risk');
  const begun = adaptive.decide(
    adaptive.begin(wrong),
    { now: 0, completed: 0, cpus: 1, runAgeSeconds: null, newlyCompleted: 0 },
    wrong,
  );
  const memory = adaptive.learn(begun.memory, { cpus: 1, durationSeconds: 8, gapSeconds: null }, wrong);
  const at = { now: 9_000, completed: 1, cpus: 1, runAgeSeconds: null, newlyCompleted: 1 };
  assert.equal(adaptive.decide(memory, at, wrong).decision.outlook, 'on-time');
});

test('where fewer cpus are as fast, it is not for want of cpus that the deadline cannot be met', () => {
  const samples = [2, 1, 2, 0.5, 2, 1, 2].map((cpus) => ({ cpus, durationSeconds: 30, gapSeconds: 3 }));
  const memory = samples.reduce(
    (before, one) => adaptive.learn(before, one, hopeless),
    adaptive.begin(hopeless),
  );
  const at = { now: 231_000, completed: 7, cpus: 2, runAgeSeconds: null, newlyCompleted: 1 };
  const { reason, moreCpusWouldHelp } = adaptive.decide(memory, at, hopeless).decision;
  assert.match(reason.sentence, /more cpus would not make the job faster/);
  assert.equal(moreCpusWouldHelp, false);
});

test('cpus that have no room are told as that', () => {
  const at = { now: 0, completed: 0, cpus: 1, runAgeSeconds: null, newlyCompleted: 0, roomCpus: 1 };
  const { reason } = adaptive.decide(adaptive.begin(hopeless), at, hopeless).decision;
  assert.match(reason.sentence, /with 1 cpu the remaining .* and the cluster has no room for more cpus/);
});
