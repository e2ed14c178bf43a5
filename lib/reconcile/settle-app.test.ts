import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anApp, aProgress, aRun, aSpec, noon } from '../../test/rigs/builders.ts';
import type { JobProgress } from '../job/job.ts';
import { settleApp } from './settle-app.ts';

const spec = aSpec({ framework: 'marathon' });
const at = (seconds: number) => noon + seconds * 1000;

/** What is made of the app, so many seconds after noon. */
function settled(app: Parameters<typeof anApp>[0], after: number, progress: Partial<JobProgress> = {}) {
  return settleApp(aProgress(progress), anApp(app), spec, at(after));
}

const since = (seconds: number, id = 'task') => ({ task: { id, seenAt: at(seconds) } });

test('a run goes on since its task was first seen, whatever clock the framework has', () => {
  const first = settled({}, 10);
  assert.deepEqual([first.task, first.run?.runningAt], [{ id: 'task', seenAt: at(10) }, at(10)]);
  assert.equal(settled({}, 30, first).run?.runningAt, at(10));
});

test('a run goes on since the one before it reported', () => {
  assert.equal(settled({}, 30, { ...since(10), lastEndAt: at(20) }).run?.runningAt, at(20));
});

test('a run begins when the pause is over, except the first of a task', () => {
  const paused = { ...spec, pauseSeconds: 600 };
  const begun = (progress: Partial<JobProgress>) =>
    settleApp(aProgress(progress), anApp(), paused, at(30)).run?.runningAt;
  assert.equal(begun({ ...since(10), lastEndAt: at(20) }), at(620));
  assert.equal(begun({ ...since(25), lastEndAt: at(20) }), at(25));
});

test('the run of a restarted task began with that task', () => {
  const before = { ...since(10), lastEndAt: at(20), run: aRun({ runningAt: at(20) }) };
  assert.equal(settled({ app: { taskId: 'next' } }, 30, before).run?.runningAt, at(30));
});

test('a task that is being replaced has no run of any age, and waits for nothing', () => {
  const { run } = settled({ run: 'queued', app: { taskId: null } }, 30, { run: aRun({ runningAt: noon }) });
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
  assert.deepEqual([first.failures, first.failuresInRow, first.crashedTask], [1, 1, 'task-1']);
  assert.equal(first.trouble, 'The task of the app ended: Container exited with status 137');
  assert.equal(settled({ app: { failure } }, 6, first).failures, 1);
  const again = settled({ app: { failure: { ...failure, taskId: 'task-2' } } }, 7, first);
  assert.equal(again.failuresInRow, 2);
});

test('a run that was killed because it hung fails once its task is gone', () => {
  const killed = { ...since(0), run: aRun({ runningAt: noon, killedAt: at(50) }) };
  assert.equal(settled({}, 51, killed).failures, 0);
  const replaced = settled({ app: { taskId: 'next' } }, 60, killed);
  assert.deepEqual([replaced.failures, replaced.run?.runningAt, replaced.run?.killedAt], [1, at(60), null]);
  assert.match(replaced.trouble ?? '', /seemed to hang/);
});

test('a deployment of somebody else that does not end is said', () => {
  const first = settled({ app: { isChanging: true } }, 10);
  assert.deepEqual([first.changingSince, first.problem], [at(10), null]);
  assert.match(
    settled({ app: { isChanging: true } }, 110, first).problem ?? '',
    /has held the app for 100 s/,
  );
  assert.equal(settled({}, 120, first).changingSince, null);
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
  assert.equal(first.restartSeconds, 6.5);
  assert.equal(settled({ app: { start } }, 6, first).starts, first.starts);
});

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
  const { run, ceiling } = settled(waitingFor(lackingCpus), 61, ending);
  assert.deepEqual([run?.idleAt, ceiling], [at(61), null]);
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
  assert.equal(problem, 'The task has waited for 91 s: no agent offers 2 cpus.');
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
  assert.deepEqual([first.stagedTask, first.run?.idleAt], [{ id: 'next', seenAt: noon }, null]);
  const problems = [29, 31, 239, 250].map((seconds) => {
    const { problem, ceiling, run } = settled(staged(), seconds, first);
    assert.deepEqual([ceiling, run?.runningAt, run?.idleAt], [null, null, null]);
    return problem;
  });
  assert.deepEqual(problems, [
    null,
    'The task is being staged for 31 s (image pull?).',
    'The task is being staged for 239 s (image pull?).',
    'The task is being staged for 250 s (image pull?): Marathon kills it after 300 s and begins anew, unless its --task_launch_timeout is longer.',
  ]);
});

test('each task is staged for a time of its own, which is none of its run', () => {
  const first = settled(staged(), 0);
  const second = settled(staged('after-the-next'), 300, first);
  assert.deepEqual([second.stagedTask?.seenAt, second.problem], [at(300), null]);
  const running = settled({ app: { taskId: 'after-the-next' } }, 450, second);
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
  assert.match(settled(ending, 100, first).problem ?? '', /has held the app for 100 s/);
});

test('a task whose agent cannot be reached is said, and whether another one runs', () => {
  const alone = settled({ run: 'queued', app: { taskId: null, isUnreachable: true } }, 3600);
  assert.match(alone.problem ?? '', /TASK_UNREACHABLE\): it may go on there, and its runs count/);
  const beside = settled({ app: { isUnreachable: true } }, 5);
  assert.match(beside.problem ?? '', /beside the new one .* The runs of both count\.$/);
});
