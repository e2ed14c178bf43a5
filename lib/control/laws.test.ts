import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from '../../test/rigs/seeded-cases.ts';
import type { Decision, Law, Memory, Plan, Sample, Situation } from './law.ts';
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

const soundPlan = fc.record({
  iterations: fc.integer({ min: 1, max: 40 }),
  deadlineSeconds: fc.double({ min: 10, max: 5000, noNaN: true }),
  iterationDurationSeconds: fc.double({ min: 1, max: 200, noNaN: true }),
  initialCpus: fc.double({ min: 0.1, max: 2, noNaN: true }),
});

const soundSample = fc.record({
  cpus: fc.double({ min: 0.1, max: 2, noNaN: true }),
  durationSeconds: fc.double({ min: 1, max: 400, noNaN: true }),
  gapSeconds: fc.constantFrom(null, 5),
});

interface Moment {
  plan: Plan;
  memory: Memory;
  situation: Situation;
  moreSeconds: number;
}

/** A moment of a job whose plan makes sense, whatever was measured before. */
function anyMoment(restartSeconds: number): fc.Arbitrary<Moment> {
  const parts = fc.record({
    sound: soundPlan,
    samples: fc.array(soundSample, { maxLength: 10 }),
    moreSeconds: fc.double({ min: 1, max: 1000, noNaN: true }),
    cpus: fc.double({ min: 0.1, max: 2, noNaN: true }),
    runAgeSeconds: fc.option(fc.double({ min: 0, max: 400, noNaN: true })),
  });
  return parts.map(({ sound, samples, moreSeconds, cpus, runAgeSeconds }) => {
    const { deadlineSeconds, ...rest } = sound;
    const plan: Plan = {
      ...rest,
      restartSeconds,
      startedAt: 0,
      deadlineAt: 1000 * deadlineSeconds,
      pauseSeconds: 0,
      deviation: 0.05,
      target: 0.985,
      cpus: { min: 0.1, max: 2, increment: 0.3, decrement: 0.2 },
    };
    const { learn, begin } = laws.adaptive;
    const memory = samples.reduce((before, sample) => learn(before, sample, plan), begin(plan));
    const completed = Math.min(plan.iterations, samples.length);
    const newlyCompleted = runAgeSeconds === null ? 1 : 0;
    return {
      plan,
      memory,
      moreSeconds,
      situation: { now: 0, completed, cpus, runAgeSeconds, newlyCompleted },
    };
  });
}

function decisionWith(moreSeconds: number, { plan, memory, situation }: Moment): Decision {
  const deadlineAt = plan.deadlineAt + 1000 * moreSeconds;
  return laws.adaptive.decide(memory, situation, { ...plan, deadlineAt }).decision;
}

/**
 * An experiment of one iteration says nothing about the cpus that are planned; and a first run is at the declared cpus
 * where the declaration leaves no hope at any. Where the deadline is out of reach nothing more is paid for it.
 */
const isException = ({ reason, outlook, forecast }: Decision, { situation }: Moment) =>
  /one iteration with/.test(reason.sentence) ||
  (situation.completed === 0 && outlook !== 'on-time') ||
  forecast.onTimeProbability < 0.05;

test('adaptive: more time left never asks for more cpus, experiments and hopeless deadlines left out', () => {
  const property = fc.property(anyMoment(0), (moment) => {
    const [less, more] = [decisionWith(0, moment), decisionWith(moment.moreSeconds, moment)];
    assert.ok(more.cpus <= less.cpus + 1e-9 || isException(less, moment));
  });
  fc.assert(property, { ...RUNS, numRuns: 2000 });
});

test('adaptive: more time left never asks for more cpus, except for a restart that less time could not afford', () => {
  const property = fc.property(anyMoment(30), (moment) => {
    const [less, more] = [decisionWith(0, moment), decisionWith(moment.moreSeconds, moment)];
    const stays = less.cpus === moment.situation.cpus;
    assert.ok(more.cpus <= less.cpus + 1e-9 || stays || isException(less, moment));
  });
  fc.assert(property, { ...RUNS, numRuns: 2000 });
});
