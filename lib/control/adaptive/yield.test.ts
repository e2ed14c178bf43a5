import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { workedExample } from '../../../test/rigs/plan.ts';
import type { Memory, Plan, Situation } from '../law.ts';
import { adaptive } from './adaptive.ts';

/** Twenty iterations of 12 s and 48 core-seconds each. */
const plan: Plan = { ...workedExample, deadlineAt: 600_000, iterationDurationSeconds: 60 };
const secondsAt = (cpus: number) => 12 + 48 / cpus;

function learned(samples: number[], of: Plan = plan): Memory {
  return samples.reduce(
    (memory, cpus) => adaptive.learn(memory, { cpus, durationSeconds: secondsAt(cpus), gapSeconds: 2 }, of),
    adaptive.begin(of),
  );
}

/** Eight iterations are done and the rest takes more than twice the time that is left. */
const lost: Situation = {
  now: 450_000,
  completed: 8,
  cpus: 2,
  runAgeSeconds: null,
  gapSoFarSeconds: 0,
  newlyCompleted: 1,
};
const memoryOfLost = learned([1, 2, 1, 2, 0.5, 2, 1, 2]);

test('a job that cannot be on time takes its cheapest cpus if others wait, and says so', () => {
  const alone = adaptive.decide(memoryOfLost, lost, plan).decision;
  const { decision, memory } = adaptive.decide(memoryOfLost, { ...lost, othersWait: true }, plan);
  assert.deepEqual([alone.outlook, alone.reason.code], ['cannot-be-met', 'cannot-be-met']);
  assert.deepEqual([decision.outlook, decision.reason.code], ['cannot-be-met', 'yielding']);
  assert.ok(decision.cpus < alone.cpus / 2, `${decision.cpus} of ${alone.cpus} cpus`);
  assert.match(
    decision.reason.sentence,
    /^8 of 20 done; the deadline cannot be met and others wait for cpus, so the job gives way: with [\d.]+ cpus?, which cost it the fewest core-seconds, the remaining 12 iterations finish .+ after the deadline\.$/,
  );
  // Nobody waits any more: it is as fast as it can be again.
  assert.equal(adaptive.decide(memory, { ...lost, cpus: decision.cpus }, plan).decision.cpus, alone.cpus);
});

test('a run that goes on keeps its cpus, and the job goes on giving way', () => {
  const waiting = { ...lost, othersWait: true };
  const { decision, memory } = adaptive.decide(memoryOfLost, waiting, plan);
  const { cpus } = decision;
  const later = { ...waiting, now: 460_000, cpus, runAgeSeconds: 8, newlyCompleted: 0 };
  const during = adaptive.decide(memory, later, plan).decision;
  assert.deepEqual([during.cpus, during.reason.code], [cpus, 'yielding']);
});

test('whether others wait changes no decision of a job that can be on time, and where nobody waits none at all', () => {
  const samples = fc.array(fc.constantFrom(0.3, 0.5, 1, 1.5, 2), { maxLength: 19 });
  const seconds = fc.integer({ min: 0, max: 4_000 });
  const age = fc.option(fc.integer({ min: 0, max: 300 }), { nil: null });
  fc.assert(
    fc.property(
      samples,
      seconds,
      age,
      fc.constantFrom(0.3, 1, 2),
      (cpusOfSamples, now, runAgeSeconds, cpus) => {
        const of = { ...plan, deadlineAt: 2_000_000 };
        const memory = learned(cpusOfSamples, of);
        const completed = cpusOfSamples.length;
        const at = {
          now: 1000 * now,
          completed,
          cpus,
          runAgeSeconds,
          newlyCompleted: runAgeSeconds === null ? 1 : 0,
        };
        const today = adaptive.decide(memory, at, of);
        assert.deepEqual(adaptive.decide(memory, { ...at, othersWait: false }, of), today);
        const waiting = adaptive.decide(memory, { ...at, othersWait: true }, of);
        if (today.decision.outlook !== 'cannot-be-met') assert.deepEqual(waiting, today);
        else assert.equal(waiting.decision.outlook, 'cannot-be-met');
      },
    ),
  );
});
