import assert from 'node:assert/strict';
import { test } from 'node:test';
import { postedMetrics } from '../../simulators/monasca/metric-rules.ts';
import fc from '../../test/rigs/seeded-cases.ts';
import { type Metric, sanitizeMetric } from './metric.ts';

const at = Date.UTC(2026, 0, 1);

function metric(change: Partial<Metric> = {}): Metric {
  return { name: 'pacer.cpus', dimensions: { job: 'one' }, timestamp: at, value: 1, ...change };
}

test('a good metric stays as it is', () => {
  const good = metric({ valueMeta: { reason: 'late' } });
  assert.deepEqual(sanitizeMetric(good), good);
});

test('what is not allowed in names and dimensions becomes an underscore', () => {
  const dirty = metric({ name: 'a b(c)=d;&"\\', dimensions: { 'k=1': 'v<2>, {3}', '_&x': 'y' } });
  assert.deepEqual(sanitizeMetric(dirty), {
    ...dirty,
    name: 'a_b_c__d____',
    dimensions: { k_1: 'v_2__ _3_', x: 'y' },
  });
});

test('characters that the API takes and what is behind it may not bear do not leave', () => {
  const others = [
    '\n',
    '\r',
    '\t',
    '\0',
    '\x7f',
    '\x85',
    '\u200b',
    '\u2028',
    '\ufeff',
    '😀',
    '\ud800',
    '|',
    "'",
    '`',
  ];
  for (const other of others) {
    const given = metric({ name: `a${other}b`, dimensions: { [`k${other}k`]: `v${other}v` } });
    const { name, dimensions } = sanitizeMetric(given) ?? {};
    assert.deepEqual([name, dimensions], ['a_b', { k_k: 'v_v' }], JSON.stringify(other));
  }
});

test('dimensions may have letters and digits of every script, names those of ASCII', () => {
  const words = { Größe: 'naïve 日本 ٣ a.b-c/d:e@f#g%h' };
  assert.deepEqual(sanitizeMetric(metric({ dimensions: words }))?.dimensions, words);
  assert.equal(sanitizeMetric(metric({ name: 'größe.a-b/c:d_9' }))?.name, 'gr__e.a-b/c:d_9');
});

test('what is too long is cut', () => {
  const long = sanitizeMetric(
    metric({ name: 'n'.repeat(300), dimensions: { ['k'.repeat(256)]: 'é'.repeat(256) } }),
  );
  assert.equal(long?.name, 'n'.repeat(255));
  assert.deepEqual(long?.dimensions, { ['k'.repeat(255)]: 'é'.repeat(255) });
});

test('empty dimensions are left out', () => {
  assert.deepEqual(sanitizeMetric(metric({ dimensions: { host: '', '': 'x', _: 'y' } }))?.dimensions, {});
});

test('what is not a number is refused', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.equal(sanitizeMetric(metric({ value })), null);
  }
});

test('a timestamp in seconds, or in another century, or none at all is refused', () => {
  for (const timestamp of [at / 1000, at * 1000, 0, -at, Number.NaN]) {
    assert.equal(sanitizeMetric(metric({ timestamp })), null);
  }
});

test('a metric without a name is refused', () => {
  assert.equal(sanitizeMetric(metric({ name: '' })), null);
});

test('value meta is cut to what fits, also when every character counts six', () => {
  const valueMeta = { first: 'x'.repeat(100), second: 'ñ'.repeat(1000), third: 'lost' };
  const kept = sanitizeMetric(metric({ valueMeta }))?.valueMeta;
  assert.deepEqual(Object.keys(kept ?? {}), ['first', 'second']);
  // 2048 - {} - first (5 + 8 + 100) - second's own 6 + 8 leaves room for 319 characters of 6.
  assert.equal(kept?.second?.length, Math.floor((2048 - 2 - 113 - 14) / 6));
});

test('of more than 16 entries of value meta the first are kept', () => {
  const valueMeta = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`key${index}`, 'v']));
  assert.equal(Object.keys(sanitizeMetric(metric({ valueMeta }))?.valueMeta ?? {}).length, 16);
});

test('whatever is sanitized is taken by the rules of Monasca', () => {
  const text = fc.string({ unit: 'binary', maxLength: 400 });
  const dirty = fc.oneof(text, fc.stringMatching(/^[_<>={},"\\;&() a]{0,300}$/));
  const texts = fc.dictionary(dirty, dirty, { maxKeys: 20 });
  const any = fc.record({
    name: dirty,
    dimensions: texts,
    timestamp: fc.double(),
    value: fc.double(),
    valueMeta: texts,
  });
  const dated = any.map((each) => ({
    ...each,
    timestamp: Number.isFinite(each.value) ? at : each.timestamp,
  }));
  fc.assert(
    fc.property(dated, (given) => {
      const kept = sanitizeMetric(given);
      if (!kept) return;
      const { valueMeta, ...rest } = kept;
      postedMetrics([{ ...rest, value_meta: valueMeta ?? null }]);
    }),
    { numRuns: 300 },
  );
});
