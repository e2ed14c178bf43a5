import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workedExample } from '../../../test/rigs/plan.ts';
import fc from '../../../test/rigs/seeded-cases.ts';
import type { Memory, Plan, Sample, Situation } from '../law.ts';
import { adaptive } from './adaptive.ts';
import { newBelief } from './speed-model/belief.ts';
import { gapSeconds, withGap } from './speed-model/gap.ts';

const plan: Plan = {
  ...workedExample,
  iterations: 10,
  deadlineAt: 600_000,
  iterationDurationSeconds: 10,
  pauseSeconds: 120,
};

function after(samples: Sample[], of: Plan): Memory {
  return samples.reduce((memory, sample) => adaptive.learn(memory, sample, of), adaptive.begin(of));
}

function decided(memory: Memory, situation: Partial<Situation>, of = plan) {
  const usual = { now: 0, completed: 0, cpus: 1, runAgeSeconds: null, newlyCompleted: 0 };
  return adaptive.decide(memory, { ...usual, ...situation }, of).decision;
}

const first = { cpus: 1, durationSeconds: 10, gapSeconds: null };

test('the pause is still to come after the first iteration, which had none before it', () => {
  const { forecast, outlook } = decided(after([first], plan), {
    now: 12_000,
    completed: 1,
    newlyCompleted: 1,
  });
  // Nine pauses of two minutes are eighteen minutes; the deadline is in less than ten.
  assert.ok(forecast.onTimeProbability < 0.001, `${forecast.onTimeProbability}`);
  assert.ok(forecast.finishAt.p10 >= 12_000 + 9 * 120_000, `${forecast.finishAt.p10}`);
  assert.notEqual(outlook, 'on-time');
});

test('a job of one name with another pause begins with its own', () => {
  const samples = [first, { ...first, gapSeconds: 123 }, { ...first, gapSeconds: 124 }];
  const without = { ...plan, pauseSeconds: 0, deadlineAt: 250_000 };
  const memory = adaptive.begin(without, { memory: after(samples, plan), isSameWork: true });
  assert.ok(decided(memory, {}, without).forecast.onTimeProbability > 0.8);
  const longer = { ...plan, pauseSeconds: 600, deadlineAt: 3_000_000 };
  assert.ok(
    decided(adaptive.begin(longer, { memory: after(samples, plan), isSameWork: true }), {}, longer).forecast
      .onTimeProbability < 0.01,
  );
});

test('a memory of before, whose gap has the pause in it, is read', () => {
  const { gap, ...memory } = after([first, { ...first, gapSeconds: 125 }], plan);
  const at = { now: 150_000, completed: 2, newlyCompleted: 1 };
  const now = decided({ ...memory, gap: gap ?? null }, at).forecast.finishAt.p50;
  const before = decided({ ...memory, gap: [125, 1] }, at).forecast.finishAt.p50;
  assert.ok(Math.abs(now - before) < 1000, `${now} and ${before}`);
});

test('what of a pause has passed is not still to come', () => {
  const memory = after([first, { ...first, gapSeconds: 122 }], plan);
  const of = { ...plan, deadlineAt: 3_000_000 };
  const at = (seconds: number) =>
    decided(memory, { now: 1000 * (150 + seconds), completed: 2, gapSoFarSeconds: seconds }, of);
  const [p50, ...later] = [0, 60, 119].map((seconds) => at(seconds).forecast.finishAt.p50);
  for (const one of later) assert.equal(one, p50);
  assert.ok(at(400).forecast.finishAt.p50 > (p50 ?? 0) + 200_000);
});

test('an experiment that was decided on before a long pause is still to come, however often the law is asked', () => {
  const of = { ...plan, iterations: 20, pauseSeconds: 3600, deadlineAt: 90_000_000, initialCpus: 2 };
  let memory = adaptive.begin(of);
  const begun = adaptive.decide(
    memory,
    { now: 0, completed: 0, cpus: 2, runAgeSeconds: null, newlyCompleted: 0, gapSoFarSeconds: 3600 },
    of,
  );
  const { cpus } = begun.decision;
  memory = adaptive.learn(begun.memory, { ...first, cpus }, of);
  const decide = (seconds: number, current: number) => {
    const newlyCompleted = seconds === 0 ? 1 : 0;
    const at = { now: 12_000 + 1000 * seconds, completed: 1, newlyCompleted, gapSoFarSeconds: seconds };
    const decision = adaptive.decide(memory, { ...at, cpus: current, runAgeSeconds: null }, of);
    memory = decision.memory;
    return decision.decision;
  };
  const one = decide(0, cpus);
  assert.match(one.reason.sentence, /one iteration with/);
  for (let minute = 1; minute < 60; minute++) assert.equal(decide(60 * minute, one.cpus).cpus, one.cpus);
  assert.deepEqual(memory.probes, [1, 1]);
});

/** Whole seconds, so that the two ways of reckoning round alike. */
const wholeSeconds = (min: number, max: number) => fc.integer({ min, max });

test('a pause and as much more time change neither the cpus nor the chance, whatever was measured', () => {
  const cases = fc.record({
    iterations: fc.integer({ min: 1, max: 40 }),
    pause: wholeSeconds(0, 5000),
    declared: wholeSeconds(1, 200),
    secondsLeft: wholeSeconds(10, 5000),
    measured: fc.array(fc.tuple(wholeSeconds(1, 300), wholeSeconds(0, 40)), { maxLength: 8 }),
    isRunning: fc.boolean(),
  });
  const property = fc.property(cases, (one) => {
    const completed = Math.min(one.iterations - 1, one.measured.length);
    const decidedWith = (pauseSeconds: number) => {
      // A run that goes on has its pause behind it.
      const pauses = one.iterations - completed - (one.isRunning ? 1 : 0);
      const of = {
        ...plan,
        iterations: one.iterations,
        iterationDurationSeconds: one.declared,
        pauseSeconds,
        // All instants from the beginning of the job's last run on.
        startedAt: -1000 * pauseSeconds * (one.iterations - pauses),
        deadlineAt: 1000 * (one.secondsLeft + pauses * pauseSeconds),
      };
      const samples = one.measured.map(([durationSeconds, delay], i) => ({
        cpus: 1,
        durationSeconds,
        gapSeconds: i === 0 ? null : delay + pauseSeconds,
      }));
      // One that is old enough to be given up would have a pause after it.
      const runAgeSeconds = one.isRunning ? 1 : null;
      return decided(after(samples, of), { completed, runAgeSeconds }, of);
    };
    const [without, paused] = [decidedWith(0), decidedWith(one.pause)];
    assert.equal(paused.cpus, without.cpus, `${without.reason.sentence} ${paused.reason.sentence}`);
    assert.equal(paused.forecast.onTimeProbability.toFixed(6), without.forecast.onTimeProbability.toFixed(6));
    assert.equal(paused.outlook, without.outlook);
  });
  fc.assert(property, { numRuns: 1000, endOnFailure: true });
});

test('a gap that is absurd, because nothing could start for an hour, counts as a bounded one', () => {
  const known = [3, 4, 3, 4, 3, 4].reduce(
    (belief, seconds) => withGap(belief, seconds),
    newBelief({ ...plan, pauseSeconds: 0 }),
  );
  assert.ok(gapSeconds(withGap(known, 3600)) < 7);
  const longer = Array.from({ length: 20 }, () => 60).reduce(
    (belief, seconds) => withGap(belief, seconds),
    known,
  );
  assert.ok(Math.abs(gapSeconds(longer) - 60) < 12, `${gapSeconds(longer)}`);
});

test('gaps that vary widen the forecast by as much as they vary', () => {
  const spread = ([least, most]: [number, number]) => {
    const of = { ...plan, pauseSeconds: 0, cpus: { ...plan.cpus, min: 1, max: 1 } };
    const samples = Array.from({ length: 8 }, (_, i) => ({
      ...first,
      gapSeconds: i % 2 === 0 ? least : most,
    }));
    const { finishAt } = decided(after(samples, of), { completed: 8, newlyCompleted: 1 }, of).forecast;
    return finishAt.p90 - finishAt.p10;
  };
  assert.ok(spread([1, 27]) > 2 * spread([14, 14]));
});
