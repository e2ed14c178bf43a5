import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workedExample } from '../../../test/rigs/plan.ts';
import type { Decision, Plan } from '../law.ts';
import { adaptive } from './adaptive.ts';

/** Ten iterations of 10 s within five minutes, and none of them ever ends. */
const plan: Plan = { ...workedExample, iterations: 10, deadlineAt: 300_000, iterationDurationSeconds: 10 };

interface Attempt {
  cpus: number;
  /** Until it was given up. */
  seconds: number;
  decision: Decision;
}

/** The attempts at an iteration that hangs, after some that did not; a look every ten seconds. */
function attempts(of: Plan, healthy: number, count: number): Attempt[] {
  let memory = adaptive.begin(of);
  let now = 0;
  let { initialCpus: cpus } = of;
  const ask = (completed: number, runAgeSeconds: number | null, newlyCompleted = 0) => {
    const asked = adaptive.decide(
      memory,
      { now: 1000 * now, completed, cpus, runAgeSeconds, newlyCompleted },
      of,
    );
    ({ memory } = asked);
    ({ cpus } = asked.decision);
    return asked.decision;
  };
  for (let completed = 0; completed < healthy; completed++) {
    ask(completed, null, completed > 0 ? 1 : 0);
    const gapSeconds = completed === 0 ? null : 3;
    memory = adaptive.learn(memory, { cpus, durationSeconds: 10 / cpus, gapSeconds }, of);
    now += 10 / cpus + 3;
  }
  return Array.from({ length: count }, (_, attempt) => {
    let decision = ask(healthy, null, healthy > 0 && attempt === 0 ? 1 : 0);
    const had = cpus;
    let age = 0;
    while (age <= decision.hungAfterSeconds) {
      now += 10;
      age += 10;
      decision = ask(healthy, age);
      if (of.restartSeconds === 0 && age <= decision.hungAfterSeconds) cpus = had;
    }
    return { cpus: had, seconds: age, decision };
  });
}

test('a run that is still there after it was given up is no other attempt: the patience with the next one doubles once', () => {
  let memory = adaptive.begin(plan);
  let now = 0;
  const ask = (runAgeSeconds: number | null) => {
    const at = { now: 1000 * now, completed: 0, cpus: 1, runAgeSeconds, newlyCompleted: 0 };
    const asked = adaptive.decide(memory, at, plan);
    ({ memory } = asked);
    return asked.decision.hungAfterSeconds;
  };
  const patience = ask(null);
  for (let age = 60; age <= 900; age += 60) {
    now += 60;
    const isGivenUp = ask(age) < age;
    assert.equal(isGivenUp, age > patience, `${age}`);
  }
  const next = ask(null);
  assert.ok(next > 1.5 * patience && next < 4.5 * patience, `${next} after ${patience}`);
});

for (const restartSeconds of [0, 10]) {
  for (const healthy of [0, 1, 4]) {
    const title = `${restartSeconds === 0 ? 'Chronos' : 'Marathon'}, after ${healthy} healthy runs`;
    test(`${title}: an iteration that hangs gets no more cpus at each attempt, and in the end no more than the declared`, () => {
      const [first, second, third, fourth] = attempts({ ...plan, restartSeconds }, healthy, 4);
      const most = (one?: Attempt) => Math.max(plan.initialCpus, one?.cpus ?? 0);
      assert.ok((second?.cpus ?? 9) <= most(first), `${second?.cpus}`);
      assert.ok((third?.cpus ?? 9) <= plan.initialCpus, `${third?.cpus}`);
      assert.ok((fourth?.cpus ?? 9) <= plan.initialCpus, `${fourth?.cpus}`);
    });

    test(`${title}: the patience is in proportion to an iteration`, () => {
      for (const factor of [0.2, 1, 30]) {
        const of = {
          ...plan,
          restartSeconds,
          deadlineAt: factor * plan.deadlineAt,
          iterationDurationSeconds: factor * 10,
        };
        const known = factor === 1 ? healthy : 0;
        const [first] = attempts(of, known, 1);
        // Fewer cpus, too, make an iteration longer.
        const most = (known > 1 ? 12 : 20) * of.iterationDurationSeconds;
        assert.ok((first?.seconds ?? 1e9) <= most, `${first?.seconds} of ${most}`);
      }
    });
  }
}
