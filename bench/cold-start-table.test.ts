import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coldStartTable, tooSlow } from './cold-start-table.ts';

/** In the third round the machine was busy. */
const bare = { name: 'bare client', kb: 192, cpuMs: [50, 52, 500] };
const iteration = { name: 'IterationFunction', kb: 150, cpuMs: [60, 52, 450] };
const launch = { name: 'LaunchFunction', kb: 700, cpuMs: [100, 110, 1_500] };

test('a start is compared with that of the bare client in the same round', () => {
  const [, first = '', second = '', third = ''] = coldStartTable([bare, iteration, launch], {});
  assert.match(first, /^bare client +192 +52 +1\.00 +1\.00-1\.00$/);
  assert.match(second, /^IterationFunction +150 +60 +1\.00 +0\.90-1\.20$/);
  assert.match(third, /^LaunchFunction +700 +110 +2\.12 +2\.00-3\.00$/);
});

test('a bundle above its limit is marked and named', () => {
  const limits = { IterationFunction: 1.1, LaunchFunction: 2 };
  assert.deepEqual(tooSlow([bare, iteration, launch], limits), ['LaunchFunction']);
  const lines = coldStartTable([bare, iteration, launch], limits);
  assert.match(lines.join('\n'), /1\.10\nLaunchFunction .* 2\.00 +TOO SLOW$/);
});
