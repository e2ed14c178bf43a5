import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beliefsOf } from './beliefs.ts';
import type { Plan } from './law.ts';
import { laws } from './laws.ts';

const plan: Plan = {
  iterations: 50,
  startedAt: 0,
  deadlineAt: 3_600_000,
  deviation: 0.05,
  iterationDurationSeconds: 60,
  initialCpus: 1,
  cpus: { min: 0.5, max: 2, increment: 0.1, decrement: 0.1 },
  pauseSeconds: 0,
  target: 0.9,
  restartSeconds: 0,
};

const { adaptive, step } = laws;
const begun = adaptive.begin(plan);
const learned = [1, 0.5, 2, 1, 0.5, 2, 1, 0.5, 2].reduce(
  (memory, cpus) => adaptive.learn(memory, { cpus, durationSeconds: 10 / cpus, gapSeconds: 0 }, plan),
  begun,
);
const at = (cpus: number, memory = learned) =>
  beliefsOf('adaptive', memory, plan).find((each) => each.cpus === cpus) ?? assert.fail();

test('the belief goes from bound to bound, and what was measured makes its band narrow', () => {
  const believed = beliefsOf('adaptive', learned, plan);
  assert.deepEqual([believed[0]?.cpus, believed.at(-1)?.cpus], [0.5, 2]);
  assert.ok(believed.every(({ p10, p50, p90 }) => 0 < p10 && p10 < p50 && p50 < p90));
  const width = ({ p10, p90 }: { p10: number; p90: number }) => p90 / p10;
  assert.ok(width(at(1)) < width(at(1, begun)));
});

test('before anything is measured it is the declaration, afterwards what was measured', () => {
  assert.ok(at(1, begun).p10 < 60 && 60 < at(1, begun).p90);
  for (const cpus of [0.5, 1, 2]) assert.ok(at(cpus).p10 < 10 / cpus && 10 / cpus < at(cpus).p90);
});

test('a law that learns nothing believes nothing, nor does a memory of another one', () => {
  assert.deepEqual(beliefsOf('step', step.begin(plan), plan), []);
  assert.deepEqual(beliefsOf('adaptive', {}, plan), []);
});
