import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alarmExpression, subExpressions } from './alarm-expression.ts';

const plain = { dimensions: {}, isDeterministic: false, periodSeconds: 60, times: 1, operator: 'compare' };

test('a comparison has all its parts', () => {
  assert.deepEqual(alarmExpression('avg(cpu.user{host=a b, job=one}, deterministic, 120) >= -1.5 times 3'), {
    operator: 'compare',
    function: 'avg',
    metricName: 'cpu.user',
    dimensions: { host: 'a b', job: 'one' },
    isDeterministic: true,
    periodSeconds: 120,
    comparison: 'GTE',
    threshold: -1.5,
    times: 3,
  });
});

test('without a function the maximum is meant for more than, the minimum for less than', () => {
  const [more, less] = [alarmExpression('cpu > 1'), alarmExpression('cpu lte 1')];
  assert.deepEqual(more, { ...plain, function: 'max', metricName: 'cpu', comparison: 'GT', threshold: 1 });
  assert.deepEqual(less, { ...plain, function: 'min', metricName: 'cpu', comparison: 'LTE', threshold: 1 });
});

test('and binds tighter than or, brackets tighter than both', () => {
  const shape = (text: string): string => shapeOf(alarmExpression(text));
  const shapeOf = (each: ReturnType<typeof alarmExpression>): string =>
    each.operator === 'compare'
      ? each.metricName
      : `(${each.operands.map(shapeOf).join(` ${each.operator} `)})`;
  assert.equal(shape('a > 1 or b > 1 and c > 1'), '(a or (b and c))');
  assert.equal(shape('(a > 1 || b > 1) && c > 1'), '((a or b) and c)');
  assert.equal(subExpressions(alarmExpression('a>1 and (b>1 or c>1)')).length, 3);
});

for (const good of [
  'MAX(cpu) LT 5',
  'maximum > 1',
  'last(test_metric{hold=here}) < 13',
  'ntp.offset > 1 or ntp.offset < -5',
  'count(log.error, deterministic) > 1.0',
  'max  (  3test_metric5  {  this  =  that  })  lt  5 times    3',
  '千幸福{家=дом} < 1',
]) {
  test(`"${good}" is taken`, () => {
    alarmExpression(good);
  });
}

for (const [bad, why] of [
  ['a == 1', /column 3/],
  ['a != 1', /column 3/],
  ['a > b', /column 5/],
  ['a > 1e5', /end of text/],
  ['a > .5', /number/],
  ['a > +5', /number/],
  ['avg(a, 90) > 1', /90 must be a multiple of 60/],
  ['avg(a, 0) > 1', /must not be 0/],
  ['a > 1 times 0', /1 or greater/],
  ['avg(a, 120, deterministic) > 1', /'\)'/],
  ['my metric > 1', /one of/],
  ['a(b) > 1', /one of/],
  ['a{b} > 1', /'='/],
  ['(a > 1', /'\)'/],
  ['not a > 1', /one of/],
  ['', /metric name/],
] as const) {
  test(`"${bad}" is refused, and the place is said`, () => {
    assert.throws(() => alarmExpression(bad), {
      status: 422,
      title: 'Invalid alarm expression',
      message: why,
    });
  });
}
