import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from '../../test/rigs/seeded-cases.ts';
import { deadlineInput, durationInput, parseDeadline, parseDuration } from './duration.ts';

const now = Date.parse('2026-01-01T00:00:00Z');

const durations: [string | number, number][] = [
  [35, 35],
  [0.5, 0.5],
  ['35', 35],
  ['35.5', 35.5],
  ['35s', 35],
  ['10m', 600],
  ['1h30m', 5400],
  ['1.5h', 5400],
  ['2d', 172_800],
  ['1w', 604_800],
  ['PT10M', 600],
  ['PT0.25S', 0.25],
  ['PT1H2M3S', 3723],
  ['P1DT12H', 129_600],
  ['P2W', 1_209_600],
  ['PT1.5H', 5400],
  ['PT0,5M', 30],
  ['P1.5DT1H', 133_200],
  ['1h 30m', 5400],
  ['1d  2h 3s', 93_603],
  ['500ms', 0.5],
  ['1s500ms', 1.5],
];

for (const [text, seconds] of durations) {
  test(`${JSON.stringify(text)} is ${seconds} seconds`, () => assert.equal(parseDuration(text), seconds));
}

test('what is no length of time is not taken for one', () => {
  const wrong = [
    '',
    ' ',
    's',
    'ten',
    '10 m',
    '-5s',
    '+5',
    '1e3',
    '10M',
    'P',
    'PT',
    'P1DT',
    'P1M',
    'P1Y',
    '5 ms',
    '1h ',
    ' 1h',
    '1h, 30m',
    'PT1H30',
    '1ms2',
  ];
  for (const text of wrong) assert.equal(parseDuration(text), null, text);
});

const parts = fc.record({
  d: fc.nat(400),
  h: fc.nat(23),
  m: fc.nat(59),
  s: fc.nat(59),
});

test('whatever is written in days, hours, minutes and seconds is read as their sum', () => {
  fc.assert(
    fc.property(parts, ({ d, h, m, s }) => {
      const seconds = ((d * 24 + h) * 60 + m) * 60 + s;
      assert.equal(parseDuration(`${d}d${h}h${m}m${s}s`), seconds);
      assert.equal(parseDuration(`P${d}DT${h}H${m}M${s}S`), seconds);
      assert.equal(parseDuration(String(seconds)), seconds);
    }),
  );
});

test('any text is a length of time of at least 0 or none', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.smhdwPTWDHMS') }), (text) => {
      const seconds = parseDuration(text);
      assert.ok(seconds === null || seconds >= 0);
    }),
  );
});

test('an instant with its zone is that instant', () => {
  const at = Date.parse('2026-03-01T10:00:00Z');
  for (const text of [
    '2026-03-01T10:00Z',
    '2026-03-01T10:00:00.0Z',
    '2026-03-01T12:00:00+02:00',
    '2026-03-01T05:00-0500',
    '2026-03-01T11:00+01',
    '2026-03-01t10:00z',
    '2026-03-01t07:00:00,000-03',
  ]) {
    assert.equal(parseDeadline(text, now), at, text);
  }
});

test('a large number is epoch seconds, a small one is counted from now', () => {
  assert.equal(parseDeadline(1_800_000_000, now), 1_800_000_000_000);
  assert.equal(parseDeadline('1800000000', now), 1_800_000_000_000);
  assert.equal(parseDeadline(1_800_000_000_000, now), 1_800_000_000_000);
  assert.equal(parseDeadline('1800000000000', now), 1_800_000_000_000);
  assert.equal(parseDeadline(600, now), now + 600_000);
  assert.equal(parseDeadline('10m', now), now + 600_000);
  assert.equal(parseDeadline('PT10M', now), now + 600_000);
});

test('an instant without zone and a day that there is not are no deadlines', () => {
  const wrong = [
    '2026-03-01T10:00',
    '2026-03-01',
    '2026-02-30T00:00Z',
    '2026-02-32T00:00Z',
    '2025-02-29T00:00+0200',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00Z',
    '2026-03-01T25:00Z',
    '2026-03-01T10:61Z',
    'tomorrow',
  ];
  for (const text of wrong) assert.equal(parseDeadline(text, now), null, text);
});

test('every instant of the calendar is read as it was written', () => {
  const instant = fc.date({ min: new Date('2001-10-01'), max: new Date('2200-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(instant, (date) => assert.equal(parseDeadline(date.toISOString(), now), date.getTime())),
  );
});

test('a length of time is kept within its bounds and to whole milliseconds', () => {
  const pause = durationInput(0, 60);
  assert.equal(pause.parse(1e-200), 0);
  assert.equal(pause.parse('1m'), 60);
  for (const wrong of ['61s', -1, 1e300, Number.NaN, '', 'x', 'x'.repeat(65), null, undefined, {}, true]) {
    const issues = pause.safeParse(wrong).error?.issues ?? [];
    assert.deepEqual(
      issues.map(({ message }) => message),
      ['must be a length of time from 0 to 60 seconds, such as 35, "35s", "10m" or "PT10M"'],
      String(wrong),
    );
  }
});

test('a length of time a thousand times too long looks like milliseconds', () => {
  const [issue] = durationInput(0, 60).safeParse(35_000).error?.issues ?? [];
  assert.match(issue?.message ?? '', /; 35000 looks like milliseconds: write "35000ms"$/);
  assert.equal(durationInput(0, 60).parse('35000ms'), 35);
});

const deadlineProblems: [unknown, RegExp][] = [
  [0, /^must lie in the future, and 2026-01-01T00:00:00.000Z does not$/],
  [-600, /^must lie in the future, and 2025-12-31T23:50:00.000Z does not$/],
  ['2025-01-01T00:00:00Z', /^must lie in the future, and 2025-01-01/],
  [1_000_000_000, /^must lie in the future, and 2001-09-09/],
  ['2226-01-01T00:00:00Z', /^must lie within a year, and 2226-01-01T00:00:00.000Z does not$/],
  [1_800_000_000_000, /^must lie within a year, and 2027-01-15T08:00:00.000Z does not$/],
  [600_000_000, /^must lie within a year, .*; 600000000 looks like milliseconds: write "600000000ms"$/],
  ['2026-03-01T10:00', /^lacks its zone: write 2026-03-01T10:00Z for UTC, or 2026-03-01T10:00\+02:00$/],
  ['2026-03-01', /^lacks its time and zone: write 2026-03-01T18:00:00Z for UTC$/],
  ['2026-02-30T00:00Z', /^is on 2026-02-30, and there is no such day$/],
  ['2026-02-30', /^lacks its time and zone/],
  ['2026-03-01T25:00Z', /^is at a time that there is not, in 2026-03-01T25:00Z$/],
  [1e300, /^must lie within a year/],
  ['367d', /^must lie within a year/],
  ['soon', /^must be an instant with a time zone/],
  [undefined, /^must be an instant with a time zone/],
  [null, /^must be an instant with a time zone/],
  [[], /^must be an instant with a time zone/],
];

test('a deadline that cannot be is refused with what would be right', () => {
  for (const [given, problem] of deadlineProblems) {
    const [issue] = deadlineInput(() => now).safeParse(given).error?.issues ?? [];
    assert.match(issue?.message ?? '', problem, String(given));
  }
  assert.equal(deadlineInput(() => now).parse('366d'), now + 366 * 86_400_000);
});
