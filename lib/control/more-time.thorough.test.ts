import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from '../../test/rigs/seeded-cases.ts';
import type { Decision, Memory, Plan, Situation } from './law.ts';
import { laws } from './laws.ts';

/** A counterexample is reported as found: shrinking a history of decimals takes minutes. */
const RUNS = { numRuns: 2000, endOnFailure: true };

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
  fc.assert(property, RUNS);
});

test('adaptive: more time left never asks for more cpus, except for a restart that less time could not afford', () => {
  const property = fc.property(anyMoment(30), (moment) => {
    const [less, more] = [decisionWith(0, moment), decisionWith(moment.moreSeconds, moment)];
    const stays = less.cpus === moment.situation.cpus;
    assert.ok(more.cpus <= less.cpus + 1e-9 || stays || isException(less, moment));
  });
  fc.assert(property, RUNS);
});
