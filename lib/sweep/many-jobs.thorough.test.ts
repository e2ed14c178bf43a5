import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill, found, linesOf, sweepOf, sweepRigOfFile } from '../../test/rigs/sweep.ts';
import { sweep } from './sweep.ts';

const swept = sweepRigOfFile();

test('sweeps that have little time come to every job together', async () => {
  for (let i = 0; i < 12; i++) await swept.stack.job(60);
  let sweeps = 0;
  let calls = 0;
  const store = {
    ...swept.stack.deps.store,
    sweptPage: (part: number, from: string | null) => {
      calls++;
      return swept.stack.deps.store.sweptPage(part, from);
    },
  };
  const now = () => swept.stack.clock.now + calls * 5_000;
  const made = () =>
    linesOf(swept.stack, 'job without evaluations').filter(({ schedule }) => schedule !== 'exists');
  for (; made().length < 12; sweeps++) {
    assert.ok(sweeps < 14, `${made().length} of 12 jobs after ${sweeps} sweeps`);
    calls = 0;
    const { partsLeft } = await sweep({ ...swept.stack.deps, store, now }, swept.stack.clock.now + 45_000);
    assert.equal(partsLeft, 32 - 9);
    swept.stack.clock.now += 600_000;
  }
});

test('a thousand live jobs cost two calls for each part of the table and for each hundred of them, and two more', async () => {
  await fill(swept.stack, 1_000);
  const before = swept.rig.sent.length;
  assert.deepEqual(await sweepOf(swept.stack), found({ jobs: 1_000 }));
  const calls = swept.rig.sent.length - before;
  assert.ok(calls <= 16 * 2 + (2 * 1_000) / 100 + 2, `${calls} calls`);
});
