import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workedExample } from '../../../../test/rigs/plan.ts';
import type { Plan } from '../../law.ts';
import { type Belief, newBelief } from './belief.ts';
import { observe } from './observe.ts';
import { speedsAt } from './speed.ts';

const plan: Plan = { ...workedExample, deadlineAt: 1_600_000, iterationDurationSeconds: 60 };

function after(samples: [cpus: number, seconds: number][], before: Belief = newBelief(plan)): Belief {
  return samples.reduce(
    (belief, [cpus, durationSeconds]) => observe(belief, { cpus, durationSeconds, gapSeconds: 5 }),
    before,
  );
}

function meanAt(belief: Belief, cpus: number): number {
  return speedsAt(belief, [cpus])[0]?.mean ?? Number.NaN;
}

test('measured durations outweigh the declared one', () => {
  const belief = after([
    [1, 120],
    [1, 118],
    [1, 123],
    [1, 121],
  ]);
  assert.ok(Math.abs(meanAt(belief, 1) - 120) < 6);
});

test('a job that saturates is expected to be no faster with more cpus', () => {
  const belief = after([
    [0.5, 120],
    [1, 62],
    [2, 61],
    [1.5, 60],
    [0.5, 118],
    [2, 62],
  ]);
  assert.ok(meanAt(belief, 2) > 0.9 * meanAt(belief, 1));
  assert.ok(meanAt(belief, 0.5) > 1.7 * meanAt(belief, 1));
});

test('one straggler hardly moves the speed and is remembered as one', () => {
  const steady = after([
    [1, 60],
    [1, 61],
    [1, 59],
    [1, 60],
    [1, 61],
  ]);
  const belief = after(
    [
      [1, 180],
      [1, 60],
    ],
    steady,
  );
  assert.ok(meanAt(belief, 1) < 65);
  assert.equal(belief.stragglers, 1);
});

test('two slow iterations in a row are slower times', () => {
  const steady = after([
    [1, 60],
    [1, 61],
    [1, 59],
    [1, 60],
    [1, 61],
  ]);
  const belief = after(
    [
      [1, 110],
      [1, 112],
    ],
    steady,
  );
  assert.ok(Math.abs(meanAt(belief, 1) - 111) < 8);
  assert.equal(belief.stragglers, 0);
});

test('an impossible sample teaches nothing', () => {
  const belief = newBelief(plan);
  for (const durationSeconds of [0, -5, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.deepEqual(observe(belief, { cpus: 1, durationSeconds, gapSeconds: null }), belief);
  }
});
