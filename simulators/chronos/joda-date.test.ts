import assert from 'node:assert/strict';
import { test } from 'node:test';
import { invalidFormat, parseJodaDate } from './joda-date.ts';

const wallOf = (text: string) => {
  const date = parseJodaDate(text);
  return date && new Date(date.wall).toISOString();
};

for (const [text, wall] of [
  ['2099-01-01T00:00:00Z', '2099-01-01T00:00:00.000Z'],
  ['2099-01-01t01:02:03.5z', '2099-01-01T01:02:03.500Z'],
  ['2099-1-2T3:4', '2099-01-02T03:04:00.000Z'],
  ['2099', '2099-01-01T00:00:00.000Z'],
  ['2099-02T', '2099-02-01T00:00:00.000Z'],
  ['2099-W01-1', '2098-12-29T00:00:00.000Z'],
  ['2098-w01', '2097-12-30T00:00:00.000Z'],
  ['2099-365', '2099-12-31T00:00:00.000Z'],
  ['2099-01-01T10,25', '2099-01-01T10:15:00.000Z'],
  ['10000-01-01', '+010000-01-01T00:00:00.000Z'],
  ['T05:50Z', '1970-01-01T05:50:00.000Z'],
] as const) {
  test(`${text} is a date`, () => assert.equal(wallOf(text), wall));
}

for (const text of ['', 'T', 'null', '2099-13-01', '2099-02-29', '2099-366', '2099-W53-8', '2099-01-01Z']) {
  test(`"${text}" is none`, () => assert.equal(parseJodaDate(text), undefined));
}

for (const text of ['2099-01-01T24:00Z', '2099-01-01T00:60', '2099-01-01 00:00', '2099-01-01T1T2']) {
  test(`${text} is none`, () => assert.equal(parseJodaDate(text), undefined));
}

test('an offset may be short, long or missing', () => {
  const offsets = ['Z', '+02', '-0330', '+02:00', ''].map(
    (offset) => parseJodaDate(`2099-01-01T00${offset}`)?.offset,
  );
  assert.deepEqual(offsets, ['Z', '+02', '-0330', '+02:00', undefined]);
});

test('what is wrong with a date is told from where it goes wrong', () => {
  assert.equal(invalidFormat('null'), 'Invalid format: "null"');
  assert.equal(invalidFormat('2099-01-01x'), 'Invalid format: "2099-01-01x" is malformed at "x"');
});
