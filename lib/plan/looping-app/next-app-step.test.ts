import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob, anApp } from '../../../test/rigs/builders.ts';
import { aDecision, anAppProgress, aRun, noon, type ProgressChange } from '../../../test/rigs/progress.ts';
import type { LoopingApp } from '../../job/execution.ts';
import { isLocked, nextAppStep } from './next-app-step.ts';

const step = (app: Parameters<typeof anApp>[0], progress: ProgressChange<LoopingApp>) =>
  nextAppStep(anAppProgress(progress), anApp(app), aJob(), noon + 30_000);

const waitsFor = { reason: 'InsufficientCpus', offeredCpus: 1.5 };
const minutes = (count: number) => noon + 30_000 - count * 60_000;

test('an app that has the cpus it should have is let be', () => {
  assert.deepEqual(step({ cpus: 1 }, { cpus: 1.0004 }), { do: 'nothing' });
});

test('an app that has other cpus is resized', () => {
  assert.deepEqual(step({ cpus: 1 }, { cpus: 2 }), { do: 'resize', force: false });
});

test('while a deployment is under way nothing is changed', () => {
  assert.deepEqual(step({ cpus: 1, app: { isChanging: true } }, { cpus: 2 }), { do: 'nothing' });
});

test('a deployment that waits for cpus that nobody offers is replaced by one for fewer', () => {
  const waiting = { cpus: 2, run: 'queued', app: { isChanging: true, taskId: null, waitsFor } } as const;
  assert.deepEqual(step(waiting, { cpus: 1.5 }), { do: 'resize', force: true });
  const ending = { ...waiting, app: { ...waiting.app, waitsFor: null } };
  assert.deepEqual(step(ending, { cpus: 1.5 }), { do: 'nothing' });
});

test('more cpus than wait in a deployment are never forced', () => {
  const waiting = { cpus: 1, run: 'queued', app: { isChanging: true, taskId: null, waitsFor } } as const;
  assert.deepEqual(step(waiting, { cpus: 1.5 }), { do: 'nothing' });
});

test('an app that somebody else suspended or scaled is not fought over', () => {
  for (const instances of [0, 2]) {
    assert.deepEqual(step({ cpus: 1, app: { instances } }, { cpus: 2 }), { do: 'nothing' });
  }
});

test('a task that is being replaced is looked at again, for a while', () => {
  const changing = { run: 'queued', app: { isChanging: true, taskId: null } } as const;
  assert.equal(step(changing, { changingSince: noon + 20_000 }).do, 'look-again');
  assert.equal(step(changing, { changingSince: minutes(1) }).do, 'nothing');
});

test('however long a replacement takes, it costs a handful of looks', () => {
  const changing = anApp({ run: 'queued', app: { isChanging: true, taskId: null } });
  let looks = 0;
  for (let now = noon; now < noon + 60_000; looks++) {
    const next = nextAppStep(anAppProgress({ changingSince: noon }), changing, aJob(), now);
    if (next.do !== 'look-again') break;
    now += next.afterSeconds * 1000;
  }
  assert.ok(looks >= 4 && looks <= 6, `${looks} looks`);
});

test('a run that hangs is killed, but not a task that only waits or is being replaced', () => {
  const hung = { run: aRun({ runningAt: minutes(10) }), decision: aDecision({ hungAfterSeconds: 500 }) };
  assert.deepEqual(step({}, hung), { do: 'kill', taskId: 'task' });
  assert.equal(step({}, { ...hung, decision: aDecision({ hungAfterSeconds: 700 }) }).do, 'nothing');
  assert.equal(step({ run: 'queued' }, hung).do, 'nothing');
  assert.equal(step({ app: { isChanging: true } }, hung).do, 'nothing');
});

test('a short run is given some seconds, and far more after a failure: its report may not get through', () => {
  const after = (seconds: number, failuresInRow: number) => {
    const run = aRun({ runningAt: noon + 30_000 - seconds * 1000 });
    return step({}, { run, decision: aDecision({ hungAfterSeconds: 0 }), failuresInRow }).do;
  };
  assert.deepEqual([after(9, 0), after(11, 0)], ['nothing', 'kill']);
  assert.deepEqual([after(599, 1), after(601, 1)], ['nothing', 'kill']);
  assert.deepEqual([after(3599, 9), after(3601, 9)], ['nothing', 'kill']);
});

test('a task that was killed is given its time to die: another kill may be that of its successor', () => {
  const killed = (secondsAgo: number, more: ProgressChange<LoopingApp> = {}) => {
    const run = aRun({ runningAt: minutes(60), killedAt: noon + 30_000 - secondsAgo * 1000 });
    return step({}, { run, decision: aDecision(), ...more }).do;
  };
  assert.deepEqual([killed(1), killed(31), killed(61)], ['look-again', 'nothing', 'kill']);
  const failedStep = { do: 'kill', sentence: 'The step kill failed.' };
  assert.equal(killed(1, { failedStep }), 'kill');
});

test('a task that an agent prepares is neither resized nor killed, also when no deployment started it', () => {
  for (const isChanging of [true, false]) {
    const staged = { cpus: 2, run: 'queued', app: { isChanging, taskId: null, stagedTask: 'next' } } as const;
    const hung = { run: aRun({ runningAt: minutes(60) }), decision: aDecision(), cpus: 1 };
    assert.deepEqual(step(staged, hung), { do: 'nothing' });
    assert.equal(isLocked(anApp(staged)), true);
  }
});

test('an app whose only task cannot be reached keeps its cpus: a change would start a second task', () => {
  const unreachable = { run: 'queued', app: { taskId: null, isUnreachable: true } } as const;
  assert.deepEqual(step(unreachable, { cpus: 2 }), { do: 'nothing' });
  const beside = { app: { isUnreachable: true } };
  assert.deepEqual(step(beside, { cpus: 2 }), { do: 'resize', force: false });
});
