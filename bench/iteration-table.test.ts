import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chronosTargets, type Measured, table } from './iteration-table.ts';

const measured = (
  iterations: number,
  others: number,
  chronosBytes: number,
  chronosCalls: number,
): Measured => ({
  iterations,
  others,
  chronosBytes,
  chronosCalls,
  stateBytes: 2_000,
  calls: new Map([['Chronos GET /x', chronosCalls]]),
});

test('what launch and end cost is no part of one more iteration', () => {
  // 100 bytes and 3 calls an iteration, 5,000 bytes and 20 calls for launch and end; 105 bytes with many jobs of others.
  const few = [measured(10, 10, 6_000, 50), measured(40, 10, 9_000, 140)];
  const many = [measured(10, 1_000, 90_000, 50), measured(40, 1_000, 93_150, 140)];
  const [, calls = '', bytes = '', growth = ''] = chronosTargets([...few, ...many]);
  assert.match(calls, / 3\.00 +3\.00 +\(target: at most 4; met\)$/);
  assert.match(bytes, / 100 +105$/);
  assert.match(growth, / 1\.05 +\(target: at most 1\.1; met\)$/);
});

test('a missed target is said', () => {
  const jobs = [measured(10, 10, 1_000, 10), measured(40, 10, 4_000, 200)];
  const grown = [measured(10, 1_000, 1_000, 10), measured(40, 1_000, 7_000, 40)];
  const [, calls, , growth] = chronosTargets([...jobs, ...grown]);
  assert.match(`${calls}${growth}`, /MISSED.*MISSED/);
});

test('the table has a column for each job, by iteration', () => {
  const lines = table([measured(10, 10, 6_000, 50), measured(40, 10, 9_000, 140)]);
  assert.match(
    lines.join('\n'),
    /Chronos GET \/x +5\.00 +3\.50\nbytes read from Chronos per iteration +600 +225\n/,
  );
});
