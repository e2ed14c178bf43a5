import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from '../../../test/rigs/seeded-cases.ts';
import type { Memory, Plan, Situation } from '../law.ts';
import { cpusText } from '../wording.ts';
import { adaptive } from './adaptive.ts';

const seconds = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const cpus = fc.integer({ min: 2, max: 40 }).map((twentieths) => twentieths / 20);

const anyMoment = fc.record({
  iterations: fc.integer({ min: 1, max: 30 }),
  deadlineSeconds: seconds(5, 4000),
  declared: seconds(0.5, 200),
  initialCpus: cpus,
  restartSeconds: fc.constantFrom(0, 15),
  pauseSeconds: fc.constantFrom(0, 0, 20),
  samples: fc.array(fc.tuple(cpus, seconds(0.5, 300)), { maxLength: 8 }),
  current: cpus,
  age: fc.option(seconds(0, 400)),
  room: fc.option(cpus),
});

/** The decision at a moment of a job, with the plan that it was taken for. */
function decided(one: typeof anyMoment extends fc.Arbitrary<infer Moment> ? Moment : never) {
  const plan: Plan = {
    iterations: one.iterations,
    startedAt: 0,
    deadlineAt: 1000 * one.deadlineSeconds,
    deviation: 0.05,
    iterationDurationSeconds: one.declared,
    initialCpus: one.initialCpus,
    cpus: { min: 0.1, max: 2, increment: 0.3, decrement: 0.2 },
    pauseSeconds: one.pauseSeconds,
    target: 0.985,
    restartSeconds: one.restartSeconds,
  };
  let memory: Memory = adaptive.begin(plan);
  const samples = one.samples.slice(0, one.iterations - 1);
  let decision = adaptive.decide(memory, situationOf(0, 0), plan).decision;
  function situationOf(completed: number, now: number): Situation {
    const isLast = completed === samples.length;
    const runAgeSeconds = isLast ? one.age : null;
    const newlyCompleted = completed > 0 && runAgeSeconds === null ? 1 : 0;
    const room = isLast && one.room !== null ? one.room : 2;
    return { now, completed, cpus: one.current, runAgeSeconds, newlyCompleted, roomCpus: room };
  }
  let now = 0;
  for (const [completed, sample] of [null, ...samples].entries()) {
    if (sample !== null) {
      const [at, durationSeconds] = sample;
      now += 1000 * (durationSeconds + 3);
      const gapSeconds = completed === 1 ? null : 3 + one.pauseSeconds;
      memory = adaptive.learn(memory, { cpus: at, durationSeconds, gapSeconds }, plan);
    }
    const next = adaptive.decide(memory, situationOf(completed, now), plan);
    ({ decision, memory } = next);
  }
  return { decision, plan };
}

const cases = { numRuns: 1500, endOnFailure: true };

test('the sentence of a decision never contradicts its fields', () => {
  const property = fc.property(anyMoment, (one) => {
    const { decision, plan } = decided(one);
    const { sentence } = decision.reason;
    const says = (text: RegExp) => text.test(sentence);
    if (says(/more cpus (would not|are not)/)) {
      assert.equal(decision.moreCpusWouldHelp, says(/would not save it/), sentence);
    }
    if (says(/may have no more cpus|no room for more/)) {
      assert.equal(decision.moreCpusWouldHelp, false, sentence);
      assert.equal(says(/no room/), (one.room ?? 2) < 2, sentence);
      const most = Math.min(plan.cpus.max, one.room ?? plan.cpus.max);
      assert.ok(sentence.includes(`with ${cpusText(most)} the`), sentence);
    }
    assert.equal(says(/cannot be met/), decision.outlook === 'cannot-be-met', sentence);
    assert.equal(says(/is at risk/), decision.outlook === 'at-risk', sentence);
    assert.ok(decision.outlook !== 'on-time' || !says(/after the deadline \(on time with under/), sentence);
  });
  fc.assert(property, cases);
});

test('the cpus that were decided are in the sentence, and other cpus are told as the plan only where it says when they come', () => {
  const property = fc.property(anyMoment, (one) => {
    const { cpus: decidedCpus, reason } = decided(one).decision;
    const isLater = /after this run|once this run|one iteration with/.test(reason.sentence);
    assert.ok(
      isLater || reason.sentence.includes(cpusText(decidedCpus)),
      `${decidedCpus}: ${reason.sentence}`,
    );
  });
  fc.assert(property, cases);
});

test('one of a thing is told as one, and no chance as certain', () => {
  const property = fc.property(anyMoment, (one) => {
    const { sentence } = decided(one).decision.reason;
    assert.doesNotMatch(
      sentence,
      /(?<![.\d])1 (cpus|iterations|runs)\b|\b100 %|(?<!\d)0 %|NaN|undefined/,
      sentence,
    );
  });
  fc.assert(property, cases);
});
