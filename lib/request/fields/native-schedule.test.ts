import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InvalidRequestError } from '../../job/errors.ts';
import { isWithoutEnd, nativeSchedule } from './native-schedule.ts';

const now = Date.parse('2030-05-01T10:00:00Z');

const taken: [schedule: string, zone: string, expression: string, startAt: string][] = [
  ['R//PT10M', '', 'rate(10 minutes)', '2030-05-01T10:00:00.000Z'],
  ['R//PT60S', '', 'rate(1 minute)', '2030-05-01T10:00:00.000Z'],
  ['R/2014-03-08T20:00:00Z/PT1H', '', 'rate(1 hour)', '2014-03-08T20:00:00.000Z'],
  ['R/2019-07-22T14:00:00.000-03:00/PT24H', '', 'rate(1 day)', '2019-07-22T17:00:00.000Z'],
  ['R/2030-06-01T02:00:00Z/P1D', '', 'rate(1 day)', '2030-06-01T02:00:00.000Z'],
  ['R/2030-06-01T02:00:00Z/P1DT12H', '', 'rate(36 hours)', '2030-06-01T02:00:00.000Z'],
  // In a zone a day is one of its clock, and the offset of the start does not count.
  ['R/2030-06-01T02:00:00Z/P1D', 'Europe/Madrid', 'cron(0 2 * * ? *)', '2030-06-01T00:00:00.000Z'],
  ['R/2030-06-01T02:15:00Z/P1W', 'Europe/Madrid', 'cron(15 2 ? * 7 *)', '2030-06-01T00:15:00.000Z'],
  ['R/2030-06-01T02:00:00Z/PT24H', 'Europe/Madrid', 'rate(1 day)', '2030-06-01T00:00:00.000Z'],
  ['R/2030-06-01T02:00:00Z/P2D', 'Europe/Madrid', 'rate(2 days)', '2030-06-01T00:00:00.000Z'],
  ['R/2030-01-15T02:00:00Z/P1M', '', 'cron(0 2 15 * ? *)', '2030-01-15T02:00:00.000Z'],
  ['R/2030-11-15T02:00:00Z/P3M', '', 'cron(0 2 15 2,5,8,11 ? *)', '2030-11-15T02:00:00.000Z'],
  ['R/2030-11-15T02:00:00Z/P1Y', '', 'cron(0 2 15 11 ? *)', '2030-11-15T02:00:00.000Z'],
];
for (const [schedule, zone, expression, startAt] of taken) {
  test(`${schedule} ${zone} is taken as ${expression}`, () => {
    assert.ok(isWithoutEnd(schedule));
    const read = nativeSchedule(schedule, zone || undefined, now);
    assert.deepEqual([read.expression, new Date(read.startAt).toISOString()], [expression, startAt]);
    assert.ok(read.adjustment.startsWith(`The schedule ${schedule} is taken as ${expression}`));
  });
}

const refused: [schedule: string, zone: string, field: string, problem: RegExp][] = [
  ['R//PT30S', '', 'job.schedule', /whole minutes/],
  ['R//P', '', 'job.schedule', /its period P is none/],
  ['R//PT0M', '', 'job.schedule', /from 1 minute to 366 days/],
  ['R/2030-01-31T00:00:00Z/P1M', '', 'job.schedule', /not every month has a day 31/],
  ['R/2030-01-01T00:00:00Z/P5M', '', 'job.schedule', /every 5 months are not the same months each year/],
  ['R/2030-01-01T00:00:00Z/P1M2D', '', 'job.schedule', /months cannot be mixed/],
  ['R/tomorrow/P1D', '', 'job.schedule', /its start tomorrow is no instant/],
  ['R/2030-01-01T00:00:00/P1D', '', 'job.schedule', /its start lacks its zone/],
  ['R/2030-03-31T02:30:00/P1D', 'Europe/Madrid', 'job.schedule', /leaps over/],
  ['R//P1D', 'Nowhere/Town', 'job.scheduleTimeZone', /must be a time zone/],
];
for (const [schedule, zone, field, problem] of refused) {
  test(`${schedule} ${zone} is refused`, () =>
    assert.throws(
      () => nativeSchedule(schedule, zone || undefined, now),
      ({ fields }: InvalidRequestError) => fields[0]?.field === field && problem.test(fields[0].problem),
    ));
}

test('a schedule with a number says how many iterations there are, and is none that repeats', () => {
  for (const schedule of ['R20//PT1M', 'R1/2030-01-01T00:00:00Z/P1D', undefined, 5])
    assert.equal(isWithoutEnd(schedule), false);
});
