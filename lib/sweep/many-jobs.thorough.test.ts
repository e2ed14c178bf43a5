import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import {
  fill,
  found,
  linesOf,
  type SweepRig,
  type SweptStack,
  startSweepRig,
  sweepOf,
} from '../../test/rigs/sweep.ts';
import { sweep } from './sweep.ts';

let rig: SweepRig;
let stack: SweptStack;
before(async () => {
  rig = await startSweepRig();
});
after(() => rig.close());
beforeEach(async () => {
  stack = await rig.stack();
});

test('sweeps that have little time come to every job together', async () => {
  for (let i = 0; i < 12; i++) await stack.job(60);
  let sweeps = 0;
  let calls = 0;
  const store = {
    ...stack.deps.store,
    sweptPage: (part: number, from: string | null) => {
      calls++;
      return stack.deps.store.sweptPage(part, from);
    },
  };
  const now = () => stack.clock.now + calls * 5_000;
  const made = () =>
    linesOf(stack, 'job without evaluations').filter(({ schedule }) => schedule !== 'exists');
  for (; made().length < 12; sweeps++) {
    assert.ok(sweeps < 14, `${made().length} of 12 jobs after ${sweeps} sweeps`);
    calls = 0;
    const { partsLeft } = await sweep({ ...stack.deps, store, now }, stack.clock.now + 45_000);
    assert.equal(partsLeft, 32 - 9);
    stack.clock.now += 600_000;
  }
});

test('a thousand live jobs cost two calls for each part of the table and for each hundred of them, and two more', async () => {
  await fill(stack, 1_000);
  const before = rig.sent.length;
  assert.deepEqual(await sweepOf(stack), found({ jobs: 1_000 }));
  const calls = rig.sent.length - before;
  assert.ok(calls <= 16 * 2 + (2 * 1_000) / 100 + 2, `${calls} calls`);
});
