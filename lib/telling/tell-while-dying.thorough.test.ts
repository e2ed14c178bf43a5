import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault } from '../../test/simulation/faults.ts';
import { simulate } from '../../test/simulation/simulate.ts';

const launches = 1_000;
const minutes = 20;
/** Of all calls of all functions, at whose beginning or end the function dies: from one in fifty to one in four. */
const shares = [0.02, 0.05, 0.1, 0.25];

function dying(seed: number): Fault[] {
  const share = shares[seed % shares.length] ?? 0;
  const span = { from: 0, until: minutes * 60_000, share };
  return [
    { id: 0, kind: 'crash-before', ...span },
    { id: 1, kind: 'crash-after', ...span },
    { id: 2, kind: 'bus-answer-lost', ...span },
  ];
}

/** After these calls, or before them, an event might be lost or told twice. */
const steps = ['UpdateCommand', 'PutCommand', 'BatchGetCommand', 'PutEvents'];

test('of 1,000 launches whose functions die at every step, no event is lost and none comes with other words', async () => {
  const died = new Map<string, number>();
  const hear = (_: number, text: string) => {
    const [, where] = / dies (before|after) \w+$/.exec(text) ? [text, text.replace(/^.* dies /, '')] : [];
    if (where) died.set(where, (died.get(where) ?? 0) + 1);
  };
  for (let seed = 1; seed <= launches; seed++) {
    const { violation } = await simulate(seed, { faults: dying(seed), hear });
    assert.equal(violation, null, `seed ${seed}: ${violation?.invariant}: ${violation?.what}`);
  }
  for (const step of steps) {
    for (const when of ['before', 'after']) {
      const times = died.get(`${when} ${step}`) ?? 0;
      assert.ok(times > 30, `${when} ${step} functions died ${times} times`);
    }
  }
});
