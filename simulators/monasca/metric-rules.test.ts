import assert from 'node:assert/strict';
import { test } from 'node:test';
import { postedMetrics } from './metric-rules.ts';

const at = 1_767_225_600_000;
const good = { name: 'pacer.cpus', dimensions: { job: 'one' }, timestamp: at, value: 1.5 };
const meta = (value_meta: unknown) => ({ ...good, value_meta });
const dimensions = (given: unknown) => ({ ...good, dimensions: given });
const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v']));
const taken: [string, unknown][] = [
  ['a name of 255 characters beyond ASCII', { ...good, name: '😀'.repeat(255) }],
  ['a name with a leading underscore and odd signs', { ...good, name: "_'|*?!#%$@:/~^+-.[]\t\n" }],
  ['true for a value', { ...good, value: true }],
  ['a timestamp in seconds', { ...good, timestamp: at / 1000 }],
  [
    'a timestamp with a fraction, zero, negative or far away',
    [at + 0.5, 0, -1, 1e300].map((timestamp) => ({ ...good, timestamp })),
  ],
  ['no dimensions', [{ name: 'a', timestamp: at, value: 1 }, dimensions({})]],
  ['a hundred dimensions', dimensions(keys(100))],
  ['brackets, blanks and quotes in dimensions', dimensions({ "a (b)'|": "_ (c)'" })],
  ['value meta of any JSON, null too', [meta(null), meta({ a: { b: [1, null] } }), meta(keys(16))]],
  // {"k": "…"} is 9 characters round the text.
  ['value meta of 2048 characters', meta({ k: 'x'.repeat(2039) })],
  ['keys that it does not know', { ...good, unit: 's' }],
];
for (const [what, body] of taken) {
  test(`${what} is taken`, () => {
    postedMetrics(body);
  });
}

const refused: [string, unknown][] = [
  ['a name of 256', { ...good, name: 'n'.repeat(256) }],
  ['an empty name', { ...good, name: '' }],
  ['a name that is a number', { ...good, name: 5 }],
  ['no name', { timestamp: at, value: 1 }],
  ...[...'<>={},"\\;&() '].map((sign): [string, unknown] => [
    `a name with ${sign}`,
    { ...good, name: `a${sign}` },
  ]),
  ...[...'<>={},"\\;&'].map((sign): [string, unknown] => [
    `a dimension with ${sign}`,
    dimensions({ a: sign }),
  ]),
  ['a dimension key with a leading underscore', dimensions({ _a: 'b' })],
  ['an empty dimension', dimensions({ a: '' })],
  ['a dimension of 256', dimensions({ a: 'b'.repeat(256) })],
  ['a dimension that is a number', dimensions({ a: 1 })],
  ['dimensions that are null', dimensions(null)],
  ['no value', { name: 'a', timestamp: at }],
  ['a value that is text', { ...good, value: '1' }],
  ['a value that is null', { ...good, value: null }],
  ['a value that is NaN', { ...good, value: Number.NaN }],
  ['a value beyond all numbers', { ...good, value: Number.POSITIVE_INFINITY }],
  ['a timestamp that is text', { ...good, timestamp: '2026-01-01T00:00:00Z' }],
  ['17 entries of value meta', meta(keys(17))],
  ['value meta of 2049 characters', meta({ k: 'x'.repeat(2040) })],
  ['value meta that grows beyond by its escapes', meta({ k: 'ñ'.repeat(341) })],
  ['an empty key of value meta', meta({ '': 'a' })],
  ['something else than objects', [1]],
];
for (const [what, body] of refused) {
  test(`${what} is refused`, () => {
    assert.throws(() => postedMetrics(body), { status: 422, title: 'Unprocessable Entity' });
  });
}

test('one metric, many or none are taken', () => {
  assert.equal(postedMetrics(good).length, 1);
  assert.equal(postedMetrics([good, good]).length, 2);
  assert.equal(postedMetrics([]).length, 0);
});
