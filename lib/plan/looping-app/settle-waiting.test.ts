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

const lackingCpus = { reason: 'InsufficientCpus', offeredCpus: 1.507 };
const waitingFor = (waitsFor: typeof lackingCpus | { reason: string | null; offeredCpus: null }, cpus = 2) =>
  ({ run: 'queued', cpus, app: { waitsFor } }) as const;

test('an app that waits for cpus is given the most that were offered, after a while', () => {
  const waiting = { run: aRun({ idleAt: noon }) };
  const early = settled(waitingFor(lackingCpus), 14, waiting);
  assert.deepEqual([early.ceiling, early.problem], [null, null]);
  const late = settled(waitingFor(lackingCpus), 16, waiting);
  assert.equal(late.ceiling?.cpus, 1.5);
  assert.equal(late.problem, 'The task has waited for 16 s: no agent offers 2 cpus.');
});

test('what finds no room again is tried twice as late the next time', () => {
  const ceiling = { cpus: 1, setAt: at(-700), untilAt: at(-100) };
  const again = settled(waitingFor(lackingCpus), 16, { run: aRun({ idleAt: noon }), ceiling }).ceiling;
  assert.deepEqual([again?.setAt, again?.untilAt], [at(16), at(16 + 1200)]);
  const soon = { ...ceiling, setAt: at(10) };
  assert.equal(
    settled(waitingFor(lackingCpus), 16, { run: aRun({ idleAt: noon }), ceiling: soon }).ceiling,
    soon,
  );
});

test('the wait begins when the task is seen to wait, not with the end of the one before', () => {
  const ending = settled({ run: 'queued', cpus: 2, app: { taskId: null } }, 60, {
    run: aRun({ idleAt: noon }),
  });
  const { execution, ceiling } = settled(waitingFor(lackingCpus), 61, ending);
  assert.deepEqual([execution.run?.idleAt, ceiling], [at(61), null]);
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
  const waiting = { run: aRun({ idleAt: noon }) };
  const memory = { reason: 'InsufficientMemory', offeredCpus: null };
  const settledLate = settled(waitingFor(memory), 91, waiting);
  assert.equal(settledLate.ceiling, null);
  assert.equal(settledLate.problem, 'The task has waited for 91 s: no agent offers enough memory.');
});

test('when it is not known what is lacking, fewer cpus are tried after longer', () => {
  const waiting = { run: aRun({ idleAt: noon }) };
  const unknown = waitingFor({ reason: null, offeredCpus: null });
  assert.equal(settled(unknown, 89, waiting).ceiling, null);
  const { ceiling, problem } = settled(unknown, 91, waiting);
  assert.equal(ceiling?.cpus, 1.5);
  assert.equal(
    problem,
    'The task has waited for 91 s: no agent seems to offer 2 cpus, and what else it asks for.',
  );
});

test('as long as it is not known what is lacking, no fewer are tried until those before had as long', () => {
  const unknown = waitingFor({ reason: null, offeredCpus: null }, 1);
  const ceiling = { cpus: 1, setAt: at(100), untilAt: at(700) };
  const tried = { run: aRun({ idleAt: noon }), ceiling };
  assert.equal(settled(unknown, 189, tried).ceiling, ceiling);
  assert.equal(settled(unknown, 191, tried).ceiling?.cpus, 0.75);
  assert.equal(settled(waitingFor(lackingCpus, 1), 116, tried).ceiling?.cpus, 0.75);
});

test('the delay after a crash is no want of resources', () => {
  const { problem, ceiling } = settled({ run: 'queued' }, 500, { run: aRun({ idleAt: noon }) });
  assert.deepEqual([problem, ceiling], [null, null]);
});

test('an app that has had no task for minutes says so', () => {
  const waiting = { run: aRun({ idleAt: noon }) };
  assert.equal(settled({ run: 'idle' }, 300, waiting).problem, null);
  assert.match(settled({ run: 'idle' }, 361, waiting).problem ?? '', /^The app has no task/);
});

const staged = (stagedTask = 'next') =>
  ({ run: 'queued', cpus: 2, app: { taskId: null, stagedTask } }) as const;

test('a task that an agent prepares waits for nothing, however long it takes, and a person is told', () => {
  const first = settled(staged(), 0, { run: aRun({ idleAt: at(-60) }) });
  const { stagedTask, run: waiting } = first.execution;
  assert.deepEqual([stagedTask, waiting?.idleAt], [{ id: 'next', seenAt: noon }, null]);
  const problems = [29, 31, 239, 250].map((seconds) => {
    const { problem, ceiling, execution } = settled(staged(), seconds, first);
    const { run } = execution;
    assert.deepEqual([ceiling, run?.runningAt, run?.idleAt], [null, null, null]);
    return problem;
  });
  assert.deepEqual(problems, [
    null,
    'The task has been staged for 31 s (image pull?).',
    'The task has been staged for 239 s (image pull?).',
    'The task has been staged for 250 s (image pull?): Marathon kills it after 300 s and starts over, unless its --task_launch_timeout is longer.',
  ]);
});

test('each task is staged for a time of its own, which is none of its run', () => {
  const first = settled(staged(), 0);
  const second = settled(staged('after-the-next'), 300, first);
  assert.deepEqual([second.execution.stagedTask?.seenAt, second.problem], [at(300), null]);
  const running = settled({ app: { taskId: 'after-the-next' } }, 450, second).execution;
  assert.deepEqual([running.stagedTask, running.run?.runningAt], [null, at(450)]);
});

test('the wait for an offer begins anew when what was staged has come to nothing', () => {
  const first = settled(staged(), 0, { run: aRun({ idleAt: at(-60) }) });
  assert.equal(settled(waitingFor(lackingCpus), 40, first).ceiling, null);
});

test('an old task that does not end is said, also when nothing else runs', () => {
  const ending = { run: 'queued', app: { taskId: null, isChanging: true } } as const;
  const first = settled(ending, 0);
  assert.equal(first.problem, null);
  assert.match(settled(ending, 100, first).problem ?? '', /has blocked the app for 100 s/);
});

test('a task whose agent cannot be reached is said, and whether another one runs', () => {
  const alone = settled({ run: 'queued', app: { taskId: null, isUnreachable: true } }, 3600);
  assert.match(alone.problem ?? '', /TASK_UNREACHABLE\): the task may continue there, and its runs count/);
  const beside = settled({ app: { isUnreachable: true } }, 5);
  assert.match(beside.problem ?? '', /beside the new one, .* The runs of both count\.$/);
});
