import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scheduleExpression } from './schedule-expression.ts';

test('rates are read in minutes, hours and days', () => {
  assert.deepEqual(scheduleExpression('rate(1 minute)'), { kind: 'rate', periodMs: 60_000 });
  assert.deepEqual(scheduleExpression('rate(5 hours)'), { kind: 'rate', periodMs: 5 * 3_600_000 });
  assert.deepEqual(scheduleExpression('rate(2 days)'), { kind: 'rate', periodMs: 2 * 86_400_000 });
});

test('a one-time expression is an instant in its time zone, also across summer time', () => {
  const at = (expression: string, zone?: string) => scheduleExpression(expression, zone);
  assert.deepEqual(at('at(2030-01-15T12:00:00)'), { kind: 'at', at: Date.parse('2030-01-15T12:00:00Z') });
  const summer = { kind: 'at', at: Date.parse('2030-07-15T10:00:00Z') };
  assert.deepEqual(at('at(2030-07-15T12:00:00)', 'Europe/Madrid'), summer);
});

for (const expression of [
  'rate(30 seconds)',
  'rate(1 minutes)',
  'rate(2 minute)',
  'rate(0 minutes)',
  'rate(-1 minutes)',
  'rate(1.5 hours)',
  'rate(5)',
  'every minute',
  'at(2030-01-15T12:00:00Z)',
  'at(2030-01-15)',
  'at(2030-13-45T12:00:00)',
  'cron(0 12 * * * *)',
]) {
  test(`${expression} is refused`, () => {
    const isRefusal = { type: 'ValidationException', message: /^Invalid Schedule Expression / };
    assert.throws(() => scheduleExpression(expression), isRefusal);
  });
}

test('an unknown time zone is refused', () => {
  assert.throws(() => scheduleExpression('rate(1 minute)', 'Europe/Nowhere'), {
    type: 'ValidationException',
  });
});
