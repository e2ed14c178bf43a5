import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Law } from '../../lib/control/law.ts';
import { lawOf } from './policies/policy.ts';
import { seededRandom } from './random.ts';
import type { Scenario, Trial } from './scenario.ts';
import { scenarios } from './scenarios.ts';
import { simulate } from './simulator.ts';

const nominal = scenarios.find(({ name }) => name === 'nominal') ?? assert.fail('no scenario is nominal');

/** Four iterations of 100 core-seconds each, with a gap of 5 s before each. */
const easy: Scenario = {
  ...nominal,
  plan: { ...nominal.plan, iterations: 4, deadlineAt: 450_000 },
  gap: { seconds: 5, reserved: true },
};

const even: Trial = { duration: (_, __, cpus) => 100 / cpus, hangs: () => false, isLost: () => false };

function constantly(cpus: number) {
  return lawOf('constant', { begin: () => ({}), cpus: (numbers) => ({ cpus, numbers }) });
}

/** One cpu until the third iteration, two from then on. */
const rising = lawOf('rising', {
  begin: () => ({}),
  cpus: (numbers, { completed }) => ({ cpus: completed < 2 ? 1 : 2, numbers }),
});

test('a constant allocation costs its cpus times runs and reserved gaps', () => {
  const { finishedAt, coreSeconds, met, resizes } = simulate(easy, even, { law: constantly(1) });
  assert.equal(finishedAt, 4 * 105);
  assert.equal(coreSeconds, 4 * 105);
  assert.equal(resizes, 0);
  assert.ok(met);
});

test('a gap in a queue takes time and no cpus', () => {
  const queued = { ...easy, gap: { seconds: 5, reserved: false } };
  const { finishedAt, coreSeconds } = simulate(queued, even, { law: constantly(1) });
  assert.equal(finishedAt, 420);
  assert.equal(coreSeconds, 400);
});

test('a change of cpus holds from the next run on', () => {
  // Two runs of 105 s at one cpu, two of 55 s at two.
  const { finishedAt, coreSeconds, resizes } = simulate(easy, even, { law: rising });
  assert.equal(finishedAt, 320);
  assert.equal(coreSeconds, 210 + 220);
  assert.equal(resizes, 1);
});

test('a Marathon change costs its restart at the new cpus', () => {
  const marathon: Scenario = { ...easy, framework: 'marathon', plan: { ...easy.plan, restartSeconds: 30 } };
  const { finishedAt, coreSeconds } = simulate(marathon, even, { law: rising });
  assert.equal(finishedAt, 350);
  assert.equal(coreSeconds, 210 + 60 + 220);
});

test('a lost report is noticed at the next tick and does not make the job late', () => {
  const lossy = { ...even, isLost: (iteration: number) => iteration === 3 };
  assert.equal(simulate(easy, lossy, { law: constantly(1) }).finishedAt, 420);
  // The first run ends at 105 s and is noticed at 120 s: all others end 15 s later.
  const early = { ...even, isLost: (iteration: number) => iteration === 0 };
  assert.equal(simulate(easy, early, { law: constantly(1) }).finishedAt, 435);
});

test('a "cannot be met" that fulfils itself is false, and one of a deadline that no cpus could meet is not', () => {
  const hopeless = constantly(0.5);
  const gives = (deadlineAt: number) => {
    const law: Law = {
      ...hopeless,
      decide: (memory, situation, plan) => {
        const { decision, memory: next } = hopeless.decide(memory, situation, plan);
        return { decision: { ...decision, outlook: 'cannot-be-met' }, memory: next };
      },
    };
    return simulate({ ...easy, plan: { ...easy.plan, deadlineAt } }, even, { law });
  };
  // At half a cpu the job takes 820 s, at two cpus 220 s.
  const fulfilled = gives(450_000);
  assert.deepEqual([fulfilled.met, fulfilled.falselyFlagged], [false, true]);
  assert.equal(gives(200_000).falselyFlagged, false);
});

test('the same seed draws the same job', () => {
  const cost = () => simulate(nominal, nominal.draw(seededRandom(5)), { law: constantly(1) }).coreSeconds;
  assert.equal(cost(), cost());
});

test('no two scenarios share a name', () => {
  assert.equal(new Set(scenarios.map(({ name }) => name)).size, scenarios.length);
});
