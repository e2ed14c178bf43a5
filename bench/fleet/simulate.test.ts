import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundOf } from './bound.ts';
import { deadlineSecondsOf, drawFleet, type Fleet } from './fleet-jobs.ts';
import type { Outcome } from './member.ts';
import { policies } from './policies.ts';
import { simulateFleet } from './simulate.ts';

const SMALL = { agents: [4], load: 1 };
const SMALL_SIZE = 12;
const named = (name: string) => policies.find((policy) => policy.name === name) ?? assert.fail(name);

const metOf = (fleet: Fleet, outcomes: Outcome[]) =>
  fleet.jobs.filter((job, i) => (outcomes[i]?.tookSeconds ?? Number.NaN) <= deadlineSecondsOf(job)).length;

test('where nothing waits, jobs that would give way decide the same, to the bit', () => {
  const alone = drawFleet(7, 6, { agents: [16], load: 0.02 });
  const off = simulateFleet(alone, named('off'));
  assert.deepEqual(simulateFleet(alone, named('yield')), off);
  assert.ok(off.every(({ longestWaitSeconds }) => longestWaitSeconds < 10));
});

test('all jobs come to their ends under every policy, no more are on time than the bound allows, and giving way helps', () => {
  const fleet = drawFleet(11, SMALL_SIZE, SMALL);
  const met = new Map<string, number>();
  for (const policy of policies) {
    const outcomes = simulateFleet(fleet, policy);
    met.set(policy.name, metOf(fleet, outcomes));
    for (const { coreSeconds, tookSeconds } of outcomes)
      assert.ok(coreSeconds > 0 && tookSeconds > 0, policy.name);
    assert.ok(metOf(fleet, outcomes) <= SMALL_SIZE * boundOf(fleet) + 1e-9, policy.name);
  }
  assert.ok((met.get('yield') ?? 0) > (met.get('off') ?? 0), JSON.stringify([...met]));
});

test('a fleet offers exactly its load, and the same jobs at every load', () => {
  const [half, full] = [0.5, 1].map((load) => drawFleet(3, 12, { agents: [4], load }));
  const work = full?.jobs.reduce((sum, { clairvoyant }) => sum + clairvoyant, 0) ?? 0;
  const last = (fleet: Fleet | undefined) =>
    Math.max(...(fleet?.jobs.map(({ launchedAt }) => launchedAt) ?? []));
  assert.ok(Math.abs(last(full) * 4 - work) < 1e-6 * work);
  assert.ok(Math.abs(last(half) - 2 * last(full)) < 1e-6 * last(half));
  assert.deepEqual(
    half?.jobs.map(({ clairvoyant }) => clairvoyant),
    full?.jobs.map(({ clairvoyant }) => clairvoyant),
  );
});

test('of jobs that cannot all fit between two instants the bound gives so many up', () => {
  const fleet = drawFleet(3, 12, { agents: [4], load: 1 });
  const together = { agents: [0.5], jobs: fleet.jobs.map((job) => ({ ...job, launchedAt: 0 })) };
  assert.ok(boundOf(together) < boundOf({ ...together, agents: [400] }));
});
