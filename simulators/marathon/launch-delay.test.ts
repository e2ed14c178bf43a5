import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  advancedDelay,
  delayKey,
  isForgotten,
  type LaunchDelay,
  launchAllowedAt,
  raisedDelay,
} from './launch-delay.ts';
import { normalizeApp } from './normalize-app.ts';

const draft = normalizeApp('x', { cmd: 'true' });
const app = { ...draft, version: 'v2', versionInfo: { lastScalingAt: 'v2', lastConfigChangeAt: 'v1' } };

test('the delay grows from a second by its factor and stops at the longest', () => {
  const series: number[] = [];
  let delay: LaunchDelay | undefined;
  for (let i = 0; i < 60; i += 1) {
    delay = raisedDelay(delay, app, 0);
    series.push(delay.seconds);
  }
  assert.deepEqual(
    series.slice(0, 3).map((seconds) => seconds.toFixed(4)),
    ['1.0000', '1.1500', '1.3225'],
  );
  // 1.15^40 = 267.9 and 1.15^41 = 308.0: the 42nd end reaches the longest.
  assert.equal(series.indexOf(300), 41);
});

test('a start moves the clock and keeps the size; long quiet forgets it', () => {
  const delay = raisedDelay(undefined, app, 1000);
  assert.equal(launchAllowedAt(delay), 2000);
  assert.equal(launchAllowedAt(advancedDelay(delay, 5000)), 6000);
  assert.deepEqual([isForgotten(delay, 301_000), isForgotten(delay, 301_001)], [false, true]);
});

test('scaling keeps the delay, another configuration has its own', () => {
  const scaled = { ...app, versionInfo: { lastScalingAt: 'v3', lastConfigChangeAt: 'v1' } };
  const changed = { ...app, versionInfo: { lastScalingAt: 'v3', lastConfigChangeAt: 'v3' } };
  assert.equal(delayKey(scaled), delayKey(app));
  assert.notEqual(delayKey(changed), delayKey(app));
});
