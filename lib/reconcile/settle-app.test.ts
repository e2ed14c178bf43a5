import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobProgress } from '../job/job.ts';
import { anApp, aProgress, aRun, aSpec, noon } from './builders.ts';
import { settleApp } from './settle-app.ts';

const spec = aSpec({ framework: 'marathon' });
const at = (seconds: number) => noon + seconds * 1000;

/** What is made of the app, so many seconds after noon. */
function settled(app: Parameters<typeof anApp>[0], after: number, progress: Partial<JobProgress> = {}) {
  return settleApp(aProgress(progress), anApp(app), spec, at(after));
}

test('a run goes on since its task began', () => {
  const { run } = settled({ app: { runningAt: at(10) } }, 30);
  assert.equal(run?.runningAt, at(10));
});

test('a run goes on since the one before it reported', () => {
  const { run } = settled({ app: { runningAt: at(10) } }, 30, { lastEndAt: at(20) });
  assert.equal(run?.runningAt, at(20));
});

test('the run of a restarted task began with that task', () => {
  const { run } = settled({ app: { runningAt: at(25) } }, 30, {
    lastEndAt: at(20),
    run: aRun({ runningAt: at(20) }),
  });
  assert.equal(run?.runningAt, at(25));
});

test('a framework whose clock is ahead makes no run of the future', () => {
  assert.equal(settled({ app: { runningAt: at(100) } }, 30).run?.runningAt, at(30));
});

test('a task that is being replaced has no run of any age', () => {
  const { run } = settled({ run: 'queued' }, 30, { run: aRun({ runningAt: noon }) });
  assert.deepEqual([run?.requestedAt, run?.runningAt, run?.idleAt], [at(30), null, at(30)]);
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
  const failure = { taskId: 'task-1', message: 'Container exited with status 137' };
  const first = settled({ app: { failure } }, 5);
  assert.deepEqual([first.failures, first.failuresInRow, first.crashedTask], [1, 1, 'task-1']);
  assert.equal(first.trouble, 'The task of the app ended: Container exited with status 137');
  assert.equal(settled({ app: { failure } }, 6, first).failures, 1);
  const again = settled({ app: { failure: { ...failure, taskId: 'task-2' } } }, 7, first);
  assert.equal(again.failuresInRow, 2);
});

test('a run that was killed because it hung fails once another task runs', () => {
  const run = aRun({ runningAt: noon, killedAt: at(50) });
  assert.equal(settled({ app: { runningAt: noon } }, 51, { run }).failures, 0);
  const replaced = settled({ app: { runningAt: at(52) } }, 60, { run });
  assert.deepEqual([replaced.failures, replaced.run?.runningAt, replaced.run?.killedAt], [1, at(52), null]);
  assert.match(replaced.trouble ?? '', /seemed to hang/);
});

test('what the first start took is what a restart is taken to cost, until one was measured', () => {
  assert.equal(settled({ app: { startSeconds: 7 } }, 5).restartSeconds, 7);
  assert.equal(settled({ app: { startSeconds: 7 } }, 5, { restartSeconds: 3 }).restartSeconds, 3);
});

const lackingCpus = { reason: 'InsufficientCpus', offeredCpus: 1.507 };
const waitingFor = (waitsFor: typeof lackingCpus | { reason: string | null; offeredCpus: null }, cpus = 2) =>
  ({ run: 'queued', cpus, app: { waitsFor } }) as const;

test('an app that waits for cpus is given the most that were offered, after a while', () => {
  const since = { run: aRun({ idleAt: noon }) };
  const early = settled(waitingFor(lackingCpus), 14, since);
  assert.deepEqual([early.ceiling, early.problem], [null, null]);
  const late = settled(waitingFor(lackingCpus), 16, since);
  assert.equal(late.ceiling?.cpus, 1.5);
  assert.equal(late.problem, 'The task has waited for 16 s: no agent offers 2 cpus.');
});

test('when nobody says what is offered, a part of the cpus is tried', () => {
  const { ceiling } = settled(waitingFor({ ...lackingCpus, offeredCpus: 0 }), 16, {
    run: aRun({ idleAt: noon }),
  });
  assert.equal(ceiling?.cpus, 1.5);
});

test('never fewer than the job allows', () => {
  const offers = { ...lackingCpus, offeredCpus: 0.2 };
  assert.equal(settled(waitingFor(offers), 16, { run: aRun({ idleAt: noon }) }).ceiling?.cpus, 0.5);
});

test('what fewer cpus would not help is only said', () => {
  const since = { run: aRun({ idleAt: noon }) };
  const memory = { reason: 'InsufficientMemory', offeredCpus: null };
  const settledLate = settled(waitingFor(memory), 91, since);
  assert.equal(settledLate.ceiling, null);
  assert.equal(settledLate.problem, 'The task has waited for 91 s: no agent offers enough memory.');
  const unknown = settled(waitingFor({ reason: null, offeredCpus: null }), 91, since);
  assert.equal(unknown.problem, 'The task has waited for 91 s: no agent offers 2 cpus.');
});

test('the delay after a crash is no want of resources', () => {
  const { problem, ceiling } = settled({ run: 'queued' }, 500, { run: aRun({ idleAt: noon }) });
  assert.deepEqual([problem, ceiling], [null, null]);
});

test('an app that has had no task for minutes says so', () => {
  const since = { run: aRun({ idleAt: noon }) };
  assert.equal(settled({ run: 'idle' }, 300, since).problem, null);
  assert.match(settled({ run: 'idle' }, 361, since).problem ?? '', /^The app has no task/);
});
