import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatSchedule, parseSchedule, skipStarts, startsBefore } from './schedule.ts';

const now = Date.UTC(2026, 0, 1);

function rewritten(text: string, timeZone = ''): string | undefined {
  const schedule = parseSchedule(text, timeZone, now);
  return schedule && formatSchedule(schedule);
}

for (const [text, expected] of [
  ['R10/2026-01-01T00:00:00Z/PT1M', 'R10/2026-01-01T00:00:00.000Z/PT1M'],
  ['R//PT24H', 'R/2026-01-01T00:00:00.000Z/PT24H'],
  ['R1//P', 'R1/2026-01-01T00:00:00.000Z/PT0S'],
  ['R0/2026-02-03T04:05+02:00/P1Y2M3W4DT5H6M7.5S', 'R0/2026-02-03T04:05:00.000+02:00/P1Y2M3W4DT5H6M7.500S'],
  ['R1/T05:50Z/PT1H', 'R1/1970-01-01T05:50:00.000Z/PT1H'],
] as const) {
  test(`the server writes ${text} back as ${expected}`, () => assert.equal(rewritten(text), expected));
}

for (const text of [
  '',
  'null',
  'r1//PT1M',
  'R1//pt1m',
  'R1/PT1M',
  'R-1//PT1M',
  'R1/tomorrow/PT1M',
  'R1/2026-02-30/PT1M',
  'R1/2026-01-01T25:00Z/PT1M',
  'R9223372036854775808//PT1M',
  'R//PT1X',
]) {
  test(`"${text}" is no schedule`, () => assert.equal(rewritten(text), undefined));
}

test('a time zone keeps the clock time of the start and replaces its offset', () => {
  assert.equal(rewritten('R/2026-07-01T12:00Z/P1D', 'PST'), 'R/2026-07-01T12:00:00.000-07:00/P1D');
  assert.equal(rewritten('R/2026-07-01T12:00+09:00/P1D', 'Nowhere'), 'R/2026-07-01T12:00:00.000Z/P1D');
});

test('days and months go by the calendar of the zone, hours by the clock', () => {
  const schedule = parseSchedule('R/2026-03-28T08:00/P1D', 'Europe/Madrid', now);
  assert.ok(schedule);
  assert.equal(formatSchedule(skipStarts(schedule, 1)), 'R/2026-03-29T08:00:00.000+02:00/P1D');
  const monthly = parseSchedule('R/2026-01-31T00:00Z/P1M', '', now);
  assert.ok(monthly);
  assert.equal(formatSchedule(skipStarts(monthly, 1)), 'R/2026-02-28T00:00:00.000Z/P1M');
});

test('the starts before a moment are counted with the first and without the moment itself', () => {
  const schedule = parseSchedule('R/2026-01-01T00:00Z/PT1M', '', now);
  assert.ok(schedule);
  assert.deepEqual(
    [0, 1, 60_000, 60_001].map((ms) => startsBefore(schedule, now + ms)),
    [0, 1, 1, 2],
  );
});
