import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob, anApp, aSpec } from '../../../test/rigs/builders.ts';
import { anAppProgress, aRun, noon, type ProgressChange } from '../../../test/rigs/progress.ts';
import type { LoopingApp } from '../../job/execution.ts';
import { settleApp } from './settle-app.ts';

const spec = aSpec({ framework: 'marathon' });
const at = (seconds: number) => noon + seconds * 1000;

/** What is made of the app, so many seconds after noon. */
function settled(app: Parameters<typeof anApp>[0], after: number, progress: ProgressChange<LoopingApp> = {}) {
  return settleApp(anAppProgress(progress), anApp(app), aJob({ spec }), at(after));
}

const since = (seconds: number, id = 'task') => ({ task: { id, seenAt: at(seconds) } });

test('a run goes on since its task was first seen, whatever clock the framework has', () => {
  const first = settled({}, 10);
  assert.deepEqual(
    [first.execution.task, first.execution.run?.runningAt],
    [{ id: 'task', seenAt: at(10) }, at(10)],
  );
  assert.equal(settled({}, 30, first).execution.run?.runningAt, at(10));
});

test('a run goes on since the one before it reported', () => {
  assert.equal(settled({}, 30, { ...since(10), lastEndAt: at(20) }).execution.run?.runningAt, at(20));
});

test('a run begins when the pause is over, except the first of a task', () => {
  const paused = { ...spec, pauseSeconds: 600 };
  const begun = (progress: ProgressChange<LoopingApp>) =>
    settleApp(anAppProgress(progress), anApp(), aJob({ spec: paused }), at(30)).execution.run?.runningAt;
  assert.equal(begun({ ...since(10), lastEndAt: at(20) }), at(620));
  assert.equal(begun({ ...since(25), lastEndAt: at(20) }), at(25));
});

test('the run of a restarted task began with that task', () => {
  const before = { ...since(10), lastEndAt: at(20), run: aRun({ runningAt: at(20) }) };
  assert.equal(settled({ app: { taskId: 'next' } }, 30, before).execution.run?.runningAt, at(30));
});

test('a task that is being replaced has no run of any age, and waits for nothing', () => {
  const { run } = settled({ run: 'queued', app: { taskId: null } }, 30, {
    run: aRun({ runningAt: noon }),
  }).execution;
  assert.deepEqual([run?.requestedAt, run?.runningAt, run?.idleAt], [at(30), null, null]);
});

test('an app that somebody suspended or scaled is left alone, and the job says so', () => {
  assert.match(
    settled({ app: { instances: 0 } }, 5).problem ?? '',
    /^Somebody suspended the app in Marathon/,
  );
  assert.match(
    settled({ app: { instances: 3 } }, 5).problem ?? '',
    /^Somebody scaled the app to 3 instances/,
  );
});

test('a task that failed is counted once, with its message', () => {
  const failure = { taskId: 'task-1', message: 'Container exited with status 137', isOld: false };
  const first = settled({ app: { failure } }, 5);
  assert.deepEqual([first.failures, first.failuresInRow, first.execution.crashedTask], [1, 1, 'task-1']);
  assert.equal(first.trouble, 'The task of the app ended: Container exited with status 137');
  assert.equal(settled({ app: { failure } }, 6, first).failures, 1);
  const again = settled({ app: { failure: { ...failure, taskId: 'task-2' } } }, 7, first);
  assert.equal(again.failuresInRow, 2);
});

test('a run that was killed because it hung fails once its task is gone', () => {
  const killed = { ...since(0), run: aRun({ runningAt: noon, killedAt: at(50) }) };
  assert.equal(settled({}, 51, killed).failures, 0);
  const replaced = settled({ app: { taskId: 'next' } }, 60, killed);
  const { run } = replaced.execution;
  assert.deepEqual([replaced.failures, run?.runningAt, run?.killedAt], [1, at(60), null]);
  assert.match(replaced.trouble ?? '', /seemed to hang/);
});

test('a deployment of somebody else that does not end is said', () => {
  const first = settled({ app: { isChanging: true } }, 10);
  assert.deepEqual([first.execution.changingSince, first.problem], [at(10), null]);
  assert.match(
    settled({ app: { isChanging: true } }, 110, first).problem ?? '',
    /has blocked the app for 100 s/,
  );
  assert.equal(settled({}, 120, first).execution.changingSince, null);
});

test('what runs with more than there was room for has found room', () => {
  const ceiling = { cpus: 0.8, setAt: noon, untilAt: at(600) };
  assert.equal(settled({ cpus: 1 }, 30, { ceiling }).ceiling, null);
  assert.equal(settled({ cpus: 0.8 }, 30, { ceiling }).ceiling, ceiling);
});

test('only a task that was started with more proves that there was room for it', () => {
  const ceiling = { cpus: 0.8, setAt: noon, untilAt: at(600) };
  const old = { cpus: 1, app: { taskId: 'old', isCurrent: false } };
  assert.equal(settled(old, 30, { ceiling }).ceiling, ceiling);
});

test('what the start of a task took tells what a restart costs', () => {
  const start = { version: 'v1', offerSeconds: 4, taskSeconds: 2 };
  const first = settled({ app: { start } }, 5);
  assert.equal(first.execution.restartSeconds, 6.5);
  assert.equal(settled({ app: { start } }, 6, first).execution.starts, first.execution.starts);
});
