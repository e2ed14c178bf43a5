import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cpuGrid } from './cpu-grid.ts';

const bounds = (min: number, max: number) => ({ min, max, increment: 0, decrement: 0 });

test('the usual bounds are divided into steps of a twentieth', () => {
  const grid = cpuGrid(bounds(0.1, 2));
  assert.equal(grid.length, 39);
  assert.deepEqual(grid.slice(0, 3), [0.1, 0.15, 0.2]);
  assert.equal(grid.at(-1), 2);
});

test('bounds that are no round numbers are kept, with round numbers between them', () => {
  const grid = cpuGrid(bounds(0.33, 0.98));
  assert.equal(grid[0], 0.33);
  assert.equal(grid[1], 0.34);
  assert.equal(grid.at(-1), 0.98);
});

test('equal bounds leave one choice', () => {
  assert.deepEqual(cpuGrid(bounds(1, 1)), [1]);
});

test('no bounds give more than forty choices', () => {
  for (const max of [0.2, 1, 3, 8, 64, 1000]) assert.ok(cpuGrid(bounds(0.1, max)).length <= 40);
});
