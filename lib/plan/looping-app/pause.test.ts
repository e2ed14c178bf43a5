import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob, anApp, aReport } from '../../../test/rigs/builders.ts';
import { aDecision, anAppProgress, noon, type ProgressChange } from '../../../test/rigs/progress.ts';
import { laws } from '../../control/laws.ts';
import type { LoopingApp } from '../../job/execution.ts';
import type { Job } from '../../job/job.ts';
import type { Observation } from '../../ports/observation.ts';
import { planEvaluation } from '../plan-evaluation.ts';

const at = (seconds: number) => noon + seconds * 1000;
const paused = { pausedAt: at(20), changes: 1 };
const resumed = { pausedAt: null, resumedAt: at(40), changes: 2 };
const suspended = { suspendedAt: at(30) };
/** A point tells of the pause already. */
const pausedBefore = { ...suspended, pausedSince: paused.pausedAt };
const noTask = anApp({ run: 'idle', app: { instances: 0, taskId: null } });
const sleeping = { do: 'scale', instances: 0, force: false } as const;

interface Look extends Partial<Job> {
  of?: ProgressChange<LoopingApp>;
}

/** One look at an app, by default at its first task, which has run since noon. */
function look(seen: Observation, { of, ...change }: Look = {}, now = at(60)) {
  const task = { id: 'task', seenAt: noon };
  const progress = anAppProgress({ task, decision: aDecision(), ...of });
  const job = { ...aJob({ spec: { framework: 'marathon', law: 'step' } }), ...change, progress };
  const evaluation = planEvaluation(job, seen, laws.step, now);
  const { execution } = evaluation.progress;
  assert.equal(execution.kind, 'looping-app');
  return { ...evaluation, execution: execution as LoopingApp };
}

test('the run that is under way at a pause goes on, with the cpus that it has', () => {
  const { step, execution } = look(anApp({ cpus: 0.5 }), paused, at(25));
  assert.deepEqual([step, execution.run?.runningAt], [{ do: 'nothing' }, noon]);
});

test('when it has reported, and its task was told to make no other, the app gets no task', () => {
  const { step, progress, execution } = look(anApp(), { ...paused, rests: 1, inbox: { a: aReport(58) } });
  assert.deepEqual([step, progress.completed], [sleeping, 1]);
  assert.deepEqual([execution.run, execution.suspendedAt], [null, at(60)]);
});

test('an app between two runs, and one whose task waits for an offer, gets none at once', () => {
  const spec = { ...aJob().spec, framework: 'marathon' as const, pauseSeconds: 600 };
  const between = { ...paused, spec, of: { lastEndAt: at(50) } };
  assert.deepEqual(look(anApp(), between).step, sleeping);
  const waitsFor = { reason: 'InsufficientCpus', offeredCpus: null };
  const waiting = { instances: 1, isChanging: true, taskId: null, waitsFor };
  assert.deepEqual(look(anApp({ run: 'queued', app: waiting }), paused).step, { ...sleeping, force: true });
  const staged = anApp({ run: 'queued', app: { taskId: null, stagedTask: 'next' } });
  assert.notEqual(look(staged, paused).step.do, 'scale');
});

test('while it is paused the job holds nothing, waits for nothing and blames nobody', () => {
  const { step, progress, execution, point } = look(
    noTask,
    { ...paused, rests: 1, of: pausedBefore },
    at(900),
  );
  assert.deepEqual([step, progress.problem, execution.run], [{ do: 'nothing' }, null, null]);
  assert.deepEqual([execution.restsOver, progress.coreSeconds, point], [1, 0, null]);
});

test('of a paused job an event has no forecast, and one whose deadline is moved stays late until it goes on', () => {
  const passed = look(noTask, { ...paused, rests: 1, of: suspended }, at(9_000));
  assert.deepEqual([passed.point?.transitions, passed.point?.decision], [['late'], null]);
  const deadlineAt = at(90_000);
  const of = { ...pausedBefore, isLate: true };
  const moved = look(noTask, { ...paused, rests: 1, deadlineAt, changes: 2, of }, at(9_010));
  assert.deepEqual([moved.point, moved.progress.isLate], [null, true]);
  const goesOn = look(noTask, { ...resumed, rests: 1, deadlineAt, changes: 3, of }, at(9_020));
  assert.deepEqual(goesOn.point?.transitions, ['recovered']);
  assert.equal(goesOn.point?.decision?.outlook, 'on-time');
});

test('a task that somebody starts meanwhile is told to rest, and ended again', () => {
  const { step } = look(anApp(), { ...paused, rests: 2, of: { ...suspended, restsOver: 1 } });
  assert.deepEqual(step, sleeping);
});

test('a job that goes on gets its cpus first, and then a task, once the old one is gone', () => {
  const going = { ...resumed, rests: 1, of: suspended };
  const dying = anApp({ run: 'queued', app: { instances: 0, taskId: null } });
  assert.notEqual(look(dying, going).step.do, 'scale');
  const first = look({ ...noTask, cpus: 9 }, going);
  assert.deepEqual([first.step.do, first.progress.decision?.changes], ['resize', 2]);
  const { step, execution } = look(
    { ...noTask, cpus: first.progress.cpus },
    { ...going, of: { ...suspended, cpus: first.progress.cpus, decision: first.progress.decision } },
  );
  assert.deepEqual([step, execution.restsOver], [{ do: 'scale', instances: 1, force: false }, 1]);
});

test('a task that was told to rest does not work, also when the job has gone on before it was ended', () => {
  const { step, execution } = look(anApp(), { ...resumed, rests: 1 });
  assert.deepEqual([step, execution.run], [sleeping, null]);
  const after = look(anApp(), { ...resumed, rests: 1, of: { ...suspended, restsOver: 1 } });
  assert.notEqual(after.step.do, 'scale');
});

test('an app that somebody else suspended stays theirs, whatever Pacer pauses', () => {
  for (const job of [paused, resumed]) {
    const { step, progress } = look(noTask, job);
    assert.equal(step.do, 'nothing');
    assert.match(progress.problem ?? '', /^Somebody suspended the app/);
  }
});

test('a run that hangs is killed in a pause as well', () => {
  assert.equal(look(anApp(), paused, at(600)).step.do, 'kill');
});

test('a paused job that was never submitted is submitted when it goes on', () => {
  const launching = { of: { status: 'LAUNCHING' } } as const;
  const missing = { known: true, found: false } as const;
  const stepOf = (change: Look) => look(missing, change).step.do;
  assert.deepEqual(
    [stepOf({ ...paused, ...launching }), stepOf({ ...resumed, ...launching })],
    ['nothing', 'submit'],
  );
});
