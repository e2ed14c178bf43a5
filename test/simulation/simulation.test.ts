import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fault } from './faults.ts';
import { invariants } from './invariants/invariants.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';

const seeds = Array.from({ length: 30 }, (_, i) => i + 1);

async function told(seed: number, faults?: Fault[]): Promise<string[]> {
  const lines: string[] = [];
  const hear = (at: number, text: string) => void lines.push(`${at} ${text}`);
  await simulate(seed, { hear, ...(faults ? { faults } : {}) });
  return lines;
}

describe('the simulation', () => {
  it('plays schedules in which every invariant holds', async () => {
    for (const seed of seeds) {
      const { violation } = await simulate(seed);
      assert.equal(violation, null, `seed ${seed}`);
    }
  });

  it('plays schedules of jobs that share a small cluster', async () => {
    const struck = new Set<string>();
    let held = 0;
    const hear = (_: number, text: string) => {
      if (text.includes('run held at the gate')) held += 1;
    };
    for (const seed of seeds.slice(0, 6)) {
      const { violation, fired } = await simulate(seed, { sharing: true, hear });
      for (const kind of fired) struck.add(kind);
      assert.equal(violation, null, `seed ${seed}`);
    }
    assert.ok(held > 6, `${held} runs were held`);
    assert.ok(struck.size > 5, [...struck].join());
  });

  it('waits for the end of a stop of evaluations before a job that came back must be gone', async () => {
    const takeover: Fault = { id: 1, kind: 'failover-revives', from: 122_742, until: 122_742, share: 1 };
    const stop: Fault = { id: 2, kind: 'evaluations-stopped', from: 328_678, until: 160_000_000, share: 1 };
    const lostWakes: Fault = { id: 3, kind: 'wakes-lost', from: 11_724, until: 54_274, share: 1 };
    const { violation, fired } = await simulate(3_004_664, { faults: [takeover, stop, lostWakes] });
    assert.equal(violation, null);
    assert.ok(fired.includes('evaluations-stopped'), 'what came back is evaluated in vain');
  });

  it('has nobody delete a job by hand while the launch of its run is being stored', async () => {
    const byHand: Fault = { id: 1, kind: 'deleted-by-hand', from: 4_605, until: 4_605, share: 1 };
    const { violation } = await simulate(3_022_584, { faults: [byHand] });
    assert.equal(violation, null);
  });

  it('plays a schedule the same way each time', async () => {
    for (const seed of seeds.slice(0, 6)) assert.deepEqual(await told(seed), await told(seed));
  });

  it('finishes jobs when nothing goes wrong', async () => {
    for (const seed of [1, 2, 3, 4]) {
      const lines = await told(seed, []);
      assert.ok(
        lines.some((line) => line.includes('"status":"COMPLETED"')),
        `seed ${seed}`,
      );
    }
  });

  it('drops no fault that a finding may need', async () => {
    const failing: Fault = { id: 1, kind: 'run-fails', from: 0, until: 30_000, share: 1 };
    const others = [2, 3, 4].map(
      (id): Fault => ({ id, kind: 'ticks-doubled', from: 0, until: 60_000, share: 1 }),
    );
    // No schedule breaks it, so nothing proves that a fault is needless.
    const options = { ignored: new Set(invariants.map(({ name }) => name)) };
    const result = await simulate(1, { ...options, faults: [...others, failing] });
    assert.equal(result.violation, null);
    const violation = { invariant: 'no-such', what: '', at: 0 };
    const kept = await shrink({ ...result, violation }, { ...options });
    assert.deepEqual(
      kept?.scenario.faults,
      result.scenario.faults,
      'nothing is dropped that is not proved needless',
    );
  });

  it('names each invariant once and says what it means', () => {
    const names = invariants.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const { says } of invariants) assert.match(says, /^[A-Z].*\.$/);
  });
});
