import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LoopingApp, newExecution } from '../../job/execution.ts';
import { withTaskStart } from './restart-cost.ts';

/** The app after starts that waited so long for their offers, and then took so long themselves. */
function started(starts: [offerSeconds: number, taskSeconds: number][]): LoopingApp {
  return starts.reduce(
    (app, [offerSeconds, taskSeconds], i) =>
      withTaskStart(app, { version: `version-${i}`, offerSeconds, taskSeconds }),
    newExecution('looping-app'),
  );
}
const costOf = (...starts: [number, number][]) => started(starts).restartSeconds;
/** What is added to all for Pacer's own part. */
const own = 0.5;
const first: [number, number] = [18.3, 40];
const quick: [number, number] = [0.6, 0.4];
const slow: [number, number] = [26.2, 0.4];

test('until a restart was seen, the first start is what one is taken to cost, a minute of each part at most', () => {
  assert.equal(newExecution('looping-app').restartSeconds, null);
  assert.equal(costOf(first), own + 18.3 + 40);
  assert.equal(costOf([600, 150]), own + 60 + 60);
});

test('the first restart is worth more than the first start, which pulled the image', () => {
  assert.equal(costOf(first, quick), own + 0.6 + 0.4);
});

test('where every restart is quick, or every one waits, it costs just that', () => {
  assert.equal(costOf(first, quick, quick, quick), own + 1);
  assert.equal(costOf(first, slow, slow, slow), own + 26.6);
});

test('where some wait for an offer and some do not, none is taken for the other', () => {
  const cost = costOf(first, quick, quick, slow, quick) ?? 0;
  // The mean of 0.6, 0.6, 26.2 and 0.6 is 7, and their standard deviation 11.085.
  assert.equal(cost, own + 18.085 + 0.4);
  // Their mean and deviation are 13.4 and 12.8: no more than the longest that was seen.
  assert.equal(costOf(first, quick, slow), own + 26.6);
  const rarely = costOf(first, slow, ...Array.from({ length: 7 }, () => quick)) ?? 0;
  assert.ok(rarely > own + 1 && rarely < cost);
});

test('one start that took long, as with another image pull, is not what the next will take', () => {
  assert.equal(costOf(first, quick, [0.6, 45], quick), own + 1);
});

test('what was seen long ago is forgotten', () => {
  const later = Array.from({ length: 8 }, () => quick);
  assert.equal(costOf(first, slow, ...later), own + 1);
  assert.equal(started([first, slow, ...later]).starts?.offerSeconds.length, 8);
});

test('a start is counted once, and one that says nothing not at all', () => {
  const start = { version: 'version-1', offerSeconds: 5, taskSeconds: 1 };
  const once = withTaskStart(started([first]), start);
  assert.equal(withTaskStart(once, start), once);
  assert.equal(withTaskStart(once, null), once);
});
