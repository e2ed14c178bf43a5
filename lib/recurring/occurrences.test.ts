import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recurringForTests } from '../../test/rigs/recurring.ts';
import {
  deadlineOf,
  isGivenUp,
  keptOccurrences,
  started,
  taken,
  toldOf,
  tryFailed,
  waiting,
} from './occurrences.ts';
import type { PendingOccurrence, RecurringJob } from './recurring-job.ts';

const at = Date.parse('2026-01-02T01:00:00Z');
const hourMs = 3_600_000;
const ids = { id: '01KDTESTPEND00000000000000', jobId: '01KDTESTJ0B000000000000000' };

function withPending(recurring: RecurringJob = recurringForTests, scheduledAt = at) {
  const next = taken(recurring, scheduledAt, ids);
  assert.ok(next?.pending);
  return { next, pending: next.pending };
}

test('an occurrence is taken once, and none that is older than the newest', () => {
  const { next, pending } = withPending();
  assert.equal(taken(next, at, ids), null);
  const done = started(next, pending);
  assert.equal(taken(done, at, ids), null);
  assert.equal(taken(done, at - hourMs, ids), null);
  assert.equal(taken(done, at + hourMs, ids)?.pending?.scheduledAt, at + hourMs);
});

test('none is taken while the recurring job is paused, or while one waits for its job', () => {
  assert.equal(taken({ ...recurringForTests, pausedAt: at }, at, ids), null);
  assert.equal(taken(withPending().next, at + hourMs, ids), null);
});

test('the last occurrences are kept, newest first, with their job or the reason for none', () => {
  let recurring = recurringForTests;
  for (let i = 0; i < keptOccurrences + 5; i++) {
    const { next, pending } = withPending(recurring, at + i * hourMs);
    const verdict = { outcome: 'skipped', sentence: 'It was busy.' } as const;
    recurring = i % 2 === 0 ? started(next, pending) : toldOf(next, pending, verdict);
  }
  assert.equal(recurring.pending, null);
  assert.equal(recurring.occurrences.length, keptOccurrences);
  const [last, before] = recurring.occurrences;
  const newest = at + (keptOccurrences + 4) * hourMs;
  assert.deepEqual(last, { scheduledAt: newest, outcome: 'started', jobId: ids.jobId });
  assert.deepEqual(before, {
    scheduledAt: newest - hourMs,
    outcome: 'skipped',
    sentence: 'It was busy.',
  });
});

test('a launch that fails is tried again after one minute, two, four, eight', () => {
  let { pending } = withPending();
  const pauses = [1, 2, 4, 8].map(() => {
    pending = tryFailed(pending, { problem: 'No credentials.', now: at, jobId: ids.jobId });
    return (pending.nextTryAt - at) / 60_000;
  });
  assert.deepEqual(pauses, [1, 2, 4, 8]);
  assert.deepEqual([pending.tries, pending.problem], [4, 'No credentials.']);
});

const overlapping = (overlap: RecurringJob['schedule']['overlap'], deadlineSeconds = 7_200) => ({
  ...recurringForTests,
  deadlineSeconds,
  schedule: { ...recurringForTests.schedule, overlap },
});
const pendingAt = (change: Partial<PendingOccurrence>) => ({ ...withPending().pending, ...change });

test('it is given up after an hour, at its deadline if that is earlier, and never while it only waits in the queue', () => {
  const fresh = pendingAt({});
  assert.equal(isGivenUp(overlapping('skip'), fresh, at + hourMs - 1), false);
  assert.equal(isGivenUp(overlapping('skip'), fresh, at + hourMs), true);
  assert.equal(isGivenUp(overlapping('replace', 600), fresh, at + 600_000), true);
  assert.equal(isGivenUp(overlapping('queue'), waiting(fresh, 'busy'), at + 100 * hourMs), false);
  // Told of too late, it never was in the queue.
  assert.equal(isGivenUp(overlapping('queue'), fresh, at + hourMs), true);
});

test('one that waited in the queue is tried for an hour as well, from its first failure on', () => {
  const late = at + 5 * hourMs;
  const waited = waiting(pendingAt({}), 'busy');
  const failed = tryFailed(waited, { problem: 'No credentials.', now: late, jobId: ids.jobId });
  const again = tryFailed(failed, { problem: 'No credentials.', now: late + 60_000, jobId: ids.jobId });
  assert.equal(isGivenUp(overlapping('queue'), again, late + hourMs - 1), false);
  assert.equal(isGivenUp(overlapping('queue'), again, late + hourMs), true);
});

test('the deadline counts from the time that the schedule names, or from the start of one that waited in the queue', () => {
  const later = at + 5 * hourMs;
  assert.equal(deadlineOf(overlapping('queue'), pendingAt({}), at + 60_000), at + 2 * hourMs);
  assert.equal(deadlineOf(overlapping('queue'), pendingAt({ hasWaited: true }), later), later + 2 * hourMs);
  assert.equal(deadlineOf(overlapping('replace'), pendingAt({ hasWaited: true }), later), at + 2 * hourMs);
});
