import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from '../../test/rigs/seeded-cases.ts';
import type { Law, Memory, Plan, Sample, Situation } from './law.ts';
import { laws } from './laws.ts';
import { sanePlan } from './sane.ts';

const nonsense = fc.constantFrom(
  0,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  1e308,
);

/** A sensible number most of the time, nonsense now and then. */
function number(min: number, max: number): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 9, arbitrary: fc.double({ min, max, noNaN: true }) },
    { weight: 1, arbitrary: nonsense },
  );
}

const bounds = fc.record({
  min: fc.oneof(fc.double({ min: 0.05, max: 1, noNaN: true }), nonsense),
  max: fc.oneof(fc.double({ min: 0.5, max: 8, noNaN: true }), nonsense),
  increment: number(0, 1),
  decrement: number(0, 1),
});

const anyPlan: fc.Arbitrary<Plan> = fc.record({
  iterations: fc.oneof(fc.integer({ min: 1, max: 50 }), nonsense),
  startedAt: number(0, 1e6),
  deadlineAt: number(0, 1e7),
  deviation: number(0, 1),
  iterationDurationSeconds: number(0.1, 1000),
  initialCpus: number(0.05, 4),
  cpus: bounds,
  pauseSeconds: number(0, 60),
  target: number(0.5, 0.999),
  restartSeconds: fc.oneof(fc.constant(0), number(0, 60)),
});

const anySample: fc.Arbitrary<Sample> = fc.record({
  cpus: number(0.05, 4),
  durationSeconds: number(0.1, 5000),
  gapSeconds: fc.option(number(0, 100)),
});

const anySituation: fc.Arbitrary<Situation> = fc.record(
  {
    now: number(0, 1e7),
    completed: fc.oneof(fc.integer({ min: 0, max: 50 }), nonsense),
    cpus: number(0.05, 4),
    runAgeSeconds: fc.option(number(0, 5000)),
    newlyCompleted: fc.oneof(fc.integer({ min: 0, max: 2 }), nonsense),
    roomCpus: number(0, 4),
  },
  { requiredKeys: ['now', 'completed', 'cpus', 'runAgeSeconds', 'newlyCompleted'] },
);

const anyHistory = fc.array(fc.tuple(anySample, anySituation), { maxLength: 12 });

function overWire(memory: Memory): Memory {
  return JSON.parse(JSON.stringify(memory));
}

/** The memory after a history of runs and decisions. */
function live(law: Law, plan: Plan, history: [Sample, Situation][]): Memory {
  return history.reduce(
    (memory, [sample, situation]) => {
      const learned = law.learn(memory, sample, plan);
      return overWire(law.decide(learned, situation, plan).memory);
    },
    overWire(law.begin(plan)),
  );
}

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(numbersIn);
}

/** A counterexample is reported as found: shrinking a history of decimals takes minutes. */
const RUNS = { numRuns: 300, endOnFailure: true };

for (const law of Object.values(laws)) {
  test(`${law.name}: cpus lie within the bounds and no number is NaN, for any history and any input`, () => {
    const property = fc.property(anyPlan, anyHistory, anySituation, (plan, history, situation) => {
      const { decision, memory } = law.decide(live(law, plan, history), situation, plan);
      const { min, max } = sanePlan(plan).cpus;
      assert.ok(decision.cpus >= min - 1e-9 && decision.cpus <= max + 1e-9);
      assert.ok(numbersIn(decision).every(Number.isFinite), JSON.stringify(decision));
      assert.ok(numbersIn(memory).every(Number.isFinite));
      assert.ok(
        decision.reason.sentence.length > 0 && !/NaN|Infinity|undefined/.test(decision.reason.sentence),
      );
    });
    fc.assert(property, RUNS);
  });

  test(`${law.name}: the same input gives the same decision, and memory survives JSON`, () => {
    const property = fc.property(anyPlan, anyHistory, anySituation, (plan, history, situation) => {
      const memory = live(law, plan, history);
      const once = law.decide(memory, situation, plan);
      assert.deepEqual(law.decide(overWire(memory), situation, plan), once);
      assert.deepEqual(overWire(once.memory), once.memory);
    });
    fc.assert(property, RUNS);
  });

  test(`${law.name}: memory stays small however long the job`, () => {
    const property = fc.property(anyPlan, anyHistory, (plan, history) => {
      assert.ok(JSON.stringify(live(law, plan, history)).length <= 2048);
    });
    fc.assert(property, RUNS);
  });

  test(`${law.name}: a memory that is none starts afresh`, () => {
    const property = fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      anyPlan,
      anySituation,
      (memory, plan, situation) => {
        const fresh = law.decide(law.begin(plan), situation, plan);
        const { decision } = law.decide(JSON.parse(JSON.stringify(memory)), situation, plan);
        assert.deepEqual(decision, fresh.decision);
      },
    );
    fc.assert(property, RUNS);
  });
}
