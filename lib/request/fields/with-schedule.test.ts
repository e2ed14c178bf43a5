import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvalidRequestError } from '../../job/errors.ts';
import { parseLaunchRequest, parseRecurringChange } from '../launch-request.ts';

const now = Date.parse('2026-01-01T00:00:00Z');
const job = { name: 'nightly', command: 'make' };
const scheduleOf = (change: Record<string, unknown>) =>
  parseLaunchRequest({ job, deadline: '2h', iterations: 1, ...change }, now).schedule;

test('a schedule has its defaults, and may be given by its expression alone', () => {
  const expression = 'cron(0 2 * * ? *)';
  const read = { expression, timeZone: 'UTC', overlap: 'skip', deadlineSeconds: 7_200 };
  assert.deepEqual(scheduleOf({ schedule: { expression } }), read);
  assert.deepEqual(scheduleOf({ schedule: expression }), read);
  const all = { expression, timeZone: 'Europe/Madrid', overlap: 'queue' };
  assert.deepEqual(scheduleOf({ schedule: { ...all, startAt: '2026-02-01T00:00:00Z' } }), {
    ...all,
    startAt: Date.parse('2026-02-01T00:00:00Z'),
    deadlineSeconds: 7_200,
  });
});

test('a job without a schedule is launched once, and so is one whose own schedule is not to count', () => {
  const endless = { ...job, schedule: 'R//P1D' };
  assert.equal(scheduleOf({}), null);
  assert.equal(scheduleOf({ job: { ...job, schedule: 'R20//P1D' } }), null);
  assert.equal(scheduleOf({ job: endless, schedule: null }), null);
  assert.equal(scheduleOf({ job: endless })?.expression, 'rate(1 day)');
  assert.equal(scheduleOf({ job: endless, schedule: 'rate(2 days)' })?.expression, 'rate(2 days)');
});

const wrong: [change: Record<string, unknown>, field: string, problem: RegExp][] = [
  [{ schedule: 'daily' }, 'schedule.expression', /^must be as in/],
  [{ schedule: 'cron(0 25 * * ? *)' }, 'schedule.expression', /^has the hour 25/],
  [{ schedule: 'cron(0 2 * * ? 2025)' }, 'schedule.expression', /^must have a start to come/],
  [
    { schedule: { expression: 'rate(1 day)', timeZone: 'Mars/Base' } },
    'schedule.timeZone',
    /^must be a time zone/,
  ],
  [
    { schedule: { expression: 'rate(1 day)', timeZone: '+02:00' } },
    'schedule.timeZone',
    /^must be a time zone/,
  ],
  [{ schedule: { expression: 'rate(1 day)', overlap: 'wait' } }, 'schedule.overlap', /^must be "skip"/],
  [{ schedule: { expression: 'rate(1 day)', startAt: '2028-01-01T00:00:00Z' } }, 'schedule.startAt', /year/],
  [{ schedule: { expression: 'rate(1 day)', every: 1 } }, 'schedule.every', /^is an unknown field$/],
  [{ schedule: 5 }, 'schedule', /^must be an object as/],
  [
    { schedule: 'rate(1 day)', deadline: '2026-01-02T00:00:00Z' },
    'deadline',
    /^must be a length of time .* that schedule names$/,
  ],
  [
    { job: { ...job, schedule: 'R//P1D' }, deadline: '2026-01-02T00:00:00Z' },
    'deadline',
    /that job\.schedule names; with "schedule": null the job is launched once$/,
  ],
];
for (const [change, field, problem] of wrong) {
  test(`${JSON.stringify(change)} is refused with ${field}`, () =>
    assert.throws(
      () => scheduleOf(change),
      (error) =>
        error instanceof InvalidRequestError &&
        error.fields.length === 1 &&
        error.fields[0]?.field === field &&
        problem.test(error.fields[0].problem),
    ));
}

test('a change has at least one field, and its deadline is a length of time', () => {
  assert.deepEqual(parseRecurringChange({ deadline: '1h', schedule: 'rate(1 day)' }, now), {
    deadline: 3_600,
    schedule: { expression: 'rate(1 day)' },
  });
  assert.throws(() => parseRecurringChange({}, now), /must have at least one of schedule, deadline/);
  assert.throws(() => parseRecurringChange({ deadline: '2030-01-01T00:00:00Z' }, now), /deadline must be/);
  assert.throws(() => parseRecurringChange({ schedule: { overlap: 'x' } }, now), /schedule\.overlap must/);
});
