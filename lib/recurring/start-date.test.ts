import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recurringForTests } from '../../test/rigs/recurring.ts';
import type { RecurringJob } from './recurring-job.ts';
import { startDateOf } from './start-date.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const { createdAt } = recurringForTests;
const daily = (startAt: number, change: Partial<RecurringJob> = {}): RecurringJob => ({
  ...recurringForTests,
  schedule: { expression: 'rate(1 day)', timeZone: 'UTC', startAt, overlap: 'skip' },
  ...change,
});

test('a rate begins at its first start, at once where that is now, and so it does when a sweep makes its schedule', () => {
  const later = createdAt + 3 * dayMs;
  assert.equal(startDateOf(daily(later), createdAt), later);
  assert.equal(startDateOf(daily(createdAt), createdAt), null);
  assert.equal(startDateOf(daily(later), later + 15 * minuteMs), null);
});

test('a first start that a pause has missed is not made up for, and the rate keeps its times', () => {
  const later = createdAt + 3 * dayMs;
  assert.equal(startDateOf(daily(later), later + dayMs / 2), later + dayMs);
});

test('a rate that has started goes on with its times, also if its first start is of long ago', () => {
  const lastScheduledAt = createdAt + dayMs;
  const now = lastScheduledAt + minuteMs;
  assert.equal(startDateOf(daily(createdAt, { lastScheduledAt }), now), createdAt + 2 * dayMs);
  assert.equal(startDateOf(daily(createdAt - 10 * dayMs), createdAt + minuteMs), createdAt + dayMs);
});

test('a calendar begins at once, unless it has a first start to come', () => {
  const { schedule } = recurringForTests;
  assert.equal(startDateOf(recurringForTests, createdAt + dayMs), null);
  const later = { ...schedule, startAt: createdAt + dayMs };
  assert.equal(startDateOf({ ...recurringForTests, schedule: later }, createdAt), later.startAt);
});
