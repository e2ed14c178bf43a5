import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runQueue } from './run-queue.ts';
import { formatTaskId, parseTaskId } from './task-id.ts';

const run = (jobName: string, queuedAt = 1) => ({
  run: { dueAt: 1, attempt: 0, jobName, arguments: '' },
  queuedAt,
});

test('runs of high priority have a queue of their own, each in its order', () => {
  const queue = runQueue();
  queue.push(run('a'), false);
  queue.push(run('b'), true);
  queue.push(run('c'), false);
  assert.ok(queue.has('c'));
  const taken = [true, true, false, false].map((highPriority) => queue.shift(highPriority, 1)?.run.jobName);
  assert.deepEqual(taken, ['b', undefined, 'a', 'c']);
});

test('a run is not taken before its time, nor is one that came after it', () => {
  const queue = runQueue();
  queue.push(run('late', 5), false);
  queue.push(run('early', 1), false);
  assert.equal(queue.shift(false, 4), undefined);
  assert.equal(queue.shift(false, 5)?.run.jobName, 'late');
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
