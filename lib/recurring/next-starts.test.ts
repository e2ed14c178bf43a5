import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExpressionError } from './cron-fields.ts';
import { nextStarts } from './next-starts.ts';

const at = (text: string) => Date.parse(text);

/** Two starts after the given instant, as ISO 8601 without what is always the same. */
function starts(expression: string, after: string, timeZone = 'UTC'): string[] {
  const found = nextStarts({ expression, timeZone, startAt: at('2020-01-01T00:00:00Z') }, at(after), 2);
  return found.map((each) => new Date(each).toISOString().replace(':00.000Z', ''));
}

const calendars: [expression: string, after: string, ...starts: string[]][] = [
  ['cron(0 2 * * ? *)', '2030-01-31T01:59:59Z', '2030-01-31T02:00', '2030-02-01T02:00'],
  ['cron(0 2 * * ? *)', '2030-01-31T02:00:00Z', '2030-02-01T02:00', '2030-02-02T02:00'],
  ['cron(0/20 9-10 ? * MON-FRI *)', '2030-01-04T10:30:00Z', '2030-01-04T10:40', '2030-01-07T09:00'],
  ['cron(15 10 L * ? *)', '2028-02-01T00:00:00Z', '2028-02-29T10:15', '2028-03-31T10:15'],
  ['cron(0 0 ? * 6L *)', '2030-01-01T00:00:00Z', '2030-01-25T00:00', '2030-02-22T00:00'],
  ['cron(0 0 ? * L *)', '2030-01-01T00:00:00Z', '2030-01-05T00:00', '2030-01-12T00:00'],
  ['cron(0 0 ? * TUE#2 *)', '2030-01-01T00:00:00Z', '2030-01-08T00:00', '2030-02-12T00:00'],
  // The 15th of June 2030 is a Saturday, and the first of that month one, too.
  ['cron(0 0 15W 6 ? *)', '2030-01-01T00:00:00Z', '2030-06-14T00:00', '2031-06-16T00:00'],
  ['cron(0 0 1W 6 ? *)', '2030-01-01T00:00:00Z', '2030-06-03T00:00', '2031-06-02T00:00'],
  ['cron(0 0 31W * ? *)', '2030-01-01T00:00:00Z', '2030-01-31T00:00', '2030-03-29T00:00'],
  ['cron(0 0 29 FEB ? *)', '2030-01-01T00:00:00Z', '2032-02-29T00:00', '2036-02-29T00:00'],
  ['cron(0 0 1 1 ? 2031)', '2030-06-01T00:00:00Z', '2031-01-01T00:00'],
  ['cron(0 0 1 1 ? 2029)', '2030-06-01T00:00:00Z'],
  ['rate(12 hours)', '2030-06-01T13:00:00Z', '2030-06-02T00:00', '2030-06-02T12:00'],
  ['rate(1 day)', '2030-06-01T00:00:00Z', '2030-06-02T00:00', '2030-06-03T00:00'],
];
for (const [expression, after, ...expected] of calendars) {
  test(`${expression} starts after ${after} at ${expected.join(' and ') || 'no time'}`, () =>
    assert.deepEqual(starts(expression, after), expected));
}

test('a time that the clock leaps over has no start, and one that it shows twice has one', () => {
  const madrid = (after: string) => starts('cron(30 2 * * ? *)', after, 'Europe/Madrid');
  assert.deepEqual(madrid('2030-03-30T00:00:00Z'), ['2030-03-30T01:30', '2030-04-01T00:30']);
  assert.deepEqual(madrid('2030-10-26T12:00:00Z'), ['2030-10-27T00:30', '2030-10-28T01:30']);
  // From within the hour that comes twice.
  assert.deepEqual(madrid('2030-10-27T00:30:00Z'), ['2030-10-28T01:30', '2030-10-29T01:30']);
  assert.deepEqual(madrid('2030-10-27T01:10:00Z'), ['2030-10-28T01:30', '2030-10-29T01:30']);
});

test('a clock beside UTC by half an hour is read right', () =>
  assert.deepEqual(starts('cron(0 2 * * ? *)', '2030-01-01T00:00:00Z', 'Asia/Kolkata'), [
    '2030-01-01T20:30',
    '2030-01-02T20:30',
  ]));

test('a rate counts from its first start, which may be to come', () => {
  const startAt = at('2030-01-01T00:30:00Z');
  const rate = { expression: 'rate(2 hours)', timeZone: 'UTC', startAt };
  assert.deepEqual(nextStarts(rate, startAt - 3_600_000, 2), [startAt, startAt + 7_200_000]);
  assert.deepEqual(nextStarts(rate, startAt, 1), [startAt + 7_200_000]);
  const calendar = { expression: 'cron(0 0 * * ? *)', timeZone: 'UTC', startAt };
  assert.deepEqual(nextStarts(calendar, startAt - 86_400_000, 1), [at('2030-01-02T00:00:00Z')]);
});

const wrong: [expression: string, problem: RegExp][] = [
  ['every day', /^must be as in "cron\(0 2 \* \* \? \*\)"/],
  ['cron(0 2 * * *)', /^must have six fields .*, and has 5$/],
  ['cron(60 2 * * ? *)', /^has the minute 60, which must be 0 to 59$/],
  ['cron(0 24 * * ? *)', /^has the hour 24, which must be 0 to 23$/],
  ['cron(0 2 * * * *)', /^must have \? as either its day of the month or its day of the week$/],
  ['cron(0 2 ? * ? *)', /^must have \? as either/],
  ['cron(0 2 32 * ? *)', /^has the day of the month 32, which must be 1 to 31$/],
  ['cron(0 2 ? * 8 *)', /^has the day of the week 8, which must be 1 to 7 or SUN to SAT$/],
  ['cron(0 2 ? * MON#6 *)', /^has the week of the month 6, which must be 1 to 5$/],
  ['cron(0 2 * FOO ? *)', /^has the month FOO, which must be 1 to 12 or JAN to DEC$/],
  ['cron(0 2 * * ? 1969)', /^has the year 1969/],
  ['cron(30-10 2 * * ? *)', /^has the minute 30-10, which goes backwards$/],
  ['cron(*/0 2 * * ? *)', /whose step must be at least 1$/],
  ['rate(1 days)', /^must be rate\(1 day\), in the singular$/],
  ['rate(5 minute)', /^must be rate\(5 minutes\), in the plural$/],
  ['rate(0 minutes)', /^must be a rate from 1 minute to 366 days$/],
  ['rate(367 days)', /^must be a rate from 1 minute to 366 days$/],
  ['rate(30 seconds)', /^must be as in/],
  ['at(2030-01-01T00:00:00)', /^must be as in/],
];
for (const [expression, problem] of wrong) {
  test(`${expression} is refused with what is wrong`, () =>
    assert.throws(
      () => starts(expression, '2030-01-01T00:00:00Z'),
      (error) => error instanceof ExpressionError && problem.test(error.message),
    ));
}
