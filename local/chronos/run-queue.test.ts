import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runQueue } from './run-queue.ts';
import { formatTaskId, parseTaskId } from './task-id.ts';

const run = (jobName: string) => ({ dueAt: 1, attempt: 0, jobName, arguments: '' });

test('runs of high priority have a queue of their own, each in its order', () => {
  const queue = runQueue();
  queue.push(run('a'), false);
  queue.push(run('b'), true);
  queue.push(run('c'), false);
  assert.ok(queue.has('c'));
  assert.deepEqual(
    [queue.shift(true), queue.shift(true), queue.shift(false), queue.shift(false)].map(
      (next) => next?.jobName,
    ),
    ['b', undefined, 'a', 'c'],
  );
});

test('a task id tells its run, and loses the semicolons of the arguments', () => {
  const id = formatTaskId({
    dueAt: 1700000000000,
    attempt: 2,
    jobName: 'my job',
    arguments: '--at 10:30; x',
  });
  assert.equal(id, 'ct:1700000000000:2:my job:--at 10:30 x');
  assert.deepEqual(parseTaskId(id), {
    dueAt: 1700000000000,
    attempt: 2,
    jobName: 'my job',
    arguments: '--at 10:30 x',
  });
  assert.equal(parseTaskId('marathon.1'), undefined);
});
