import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logNormalBelow, normalBelow, normalDeviate } from './normal.ts';

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual} is not ${expected}`);
}

test('the normal distribution and its deviates agree with the tables', () => {
  near(normalBelow(0), 0.5, 1e-7);
  near(normalBelow(1.96), 0.9750021, 1e-6);
  near(normalBelow(-2.5), 0.0062097, 1e-6);
  near(normalDeviate(0.985), 2.17009, 5e-4);
  near(normalDeviate(0.5), 0, 5e-4);
});

test('a log-normal variable is below its median half of the time', () => {
  // Mean 1 and variance e - 1 are those of a spread of 1, whose median is e to the power of -1/2.
  near(logNormalBelow(Math.exp(-0.5), 1, Math.E - 1), 0.5, 1e-6);
});

test('without variance it is certain', () => {
  assert.equal(logNormalBelow(2, 1, 0), 1);
  assert.equal(logNormalBelow(0.5, 1, 0), 0);
  assert.equal(logNormalBelow(0, 1, 0.1), 0);
});
