import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startRules } from './rules.ts';

/** Rules on a function whose nth invocation resolves `invoked(n)`. */
function started(rules: string[], fails = false) {
  const failures: string[] = [];
  const waiting = new Map<number, () => void>();
  let count = 0;
  const invoke = async (): Promise<unknown> => {
    count++;
    waiting.get(count)?.();
    if (fails) throw new Error('out of time');
    return null;
  };
  const invoked = (nth: number) =>
    new Promise<void>((resolve) => {
      if (count >= nth) resolve();
      else waiting.set(nth, resolve);
    });
  const onFailure = (name: string, error: Error) => void failures.push(`${name}: ${error.message}`);
  const options = { timeScale: 6_000, leastMs: 0, onFailure };
  const functions = new Map([['SweepFunction', { invoke }]]);
  const running = startRules([{ id: 'SweepFunction', rules }], functions, options);
  return { ...running, invoked, failures, count: () => count };
}

test('a rule invokes its function at once, and again at its rate', async () => {
  const { invoked, count, close } = started(['rate(10 minutes)']);
  assert.equal(count(), 1);
  await invoked(3);
  await close();
});

test('an invocation that fails is told of and keeps no other from coming', async () => {
  const { invoked, failures, close } = started(['rate(10 minutes)'], true);
  await invoked(3);
  await close();
  assert.ok(failures.length >= 2 && failures.every((each) => each === 'SweepFunction: out of time'));
});

test('what is no rate is refused', () => {
  assert.throws(() => started(['at(2030-01-01T00:00:00)']), /at\(2030-01-01T00:00:00\) of SweepFunction/);
});
