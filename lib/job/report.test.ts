import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enqueuedAtOf, placeOf } from './report.ts';

test('a run of Chronos stands where the time in the id of its task says', () => {
  const place = placeOf('ct:1767225600123:0:linpack:', 1_767_225_607);
  assert.deepEqual(place, { order: 1_767_225_600_123, loop: null });
});

test('a job of Chronos whose name ends in a number is no loop', () => {
  assert.equal(placeOf('ct:1767225600123:0:linpack:v1.2', 1).loop, null);
});

test('a run of a loop stands in its task by its number', () => {
  const run = 'science_pi.instance-5c1d8b2e-0000-11ee-be56-0242ac120002._app.2.17';
  assert.deepEqual(placeOf(run, 1_767_225_600.5), {
    order: 1_767_225_600_500,
    loop: { task: 'science_pi.instance-5c1d8b2e-0000-11ee-be56-0242ac120002._app.2', number: 17 },
  });
});

test('a run of another name stands where its container began it', () => {
  assert.deepEqual(placeOf('by-hand', 1_767_225_600), { order: 1_767_225_600_000, loop: null });
  assert.equal(enqueuedAtOf('by-hand'), null);
});
