import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asBoolean, asInteger, asLong, asNumber, asText, elements } from './jackson.ts';
import { formatDouble } from './java-number.ts';
import { readJson } from './read-json.ts';

const read = (text: string) => readJson(Buffer.from(text));

for (const [written, text, integer, number, boolean] of [
  ['5', '5', 5, 5, true],
  ['0', '0', 0, 0, false],
  ['1.0', '1.0', 1, 1, false],
  ['1e10', '1.0E10', 2147483647, 1e10, false],
  ['99999999999', '99999999999', 1215752191, 99999999999, true],
  ['"99999999999"', '99999999999', 0, 99999999999, false],
  ['" 7 "', ' 7 ', 7, 7, false],
  ['"1.9"', '1.9', 1, 1.9, false],
  ['"0x10"', '0x10', 0, 0, false],
  ['"1d"', '1d', 1, 1, false],
  ['"true"', 'true', 0, 0, true],
  ['true', 'true', 1, 1, true],
  ['null', 'null', 0, 0, false],
  ['{"a":1}', '', 0, 0, false],
  ['[1]', '', 0, 0, false],
] as const) {
  test(`${written} is taken for what Jackson takes it for`, () => {
    const value = read(written);
    assert.deepEqual(
      [asText(value), asInteger(value), asNumber(value), asBoolean(value)],
      [text, integer, number, boolean],
    );
  });
}

test('a count may have 64 bits', () => assert.equal(asLong(read('1099511627776')), 1099511627776));

test('the values of an object are its elements', () => {
  assert.deepEqual(elements(read('{"a":"x","b":"y"}')), ['x', 'y']);
  assert.deepEqual(elements(read('5')), []);
});

test('only the first value of a body is read, and the last of two fields of a name', () => {
  assert.deepEqual(read('{"a":"}","a":"x]"} xyz'), { a: 'x]' });
  assert.equal(read(' \n'), undefined);
  assert.throws(() => read('{"a":'), { kind: 'deserialization' });
  assert.throws(() => readJson(Buffer.from('{"a":"\xff"}', 'latin1')), { kind: 'deserialization' });
});

test('doubles are printed as Java does', () => {
  const printed = [1, 0.1, 1e7, 123456789, 1e-4, 0.001, 1e308, -2, 0.30000000000000004].map(formatDouble);
  const expected = ['1.0', '0.1', '1.0E7', '1.23456789E8', '1.0E-4', '0.001', '1.0E308', '-2.0'];
  assert.deepEqual(printed, [...expected, '0.30000000000000004']);
});
