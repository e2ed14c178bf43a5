import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobProgress } from '../job/job.ts';
import { aDecision, anApp, aProgress, aRun, noon } from './builders.ts';
import { nextAppStep } from './next-app-step.ts';

const step = (app: Parameters<typeof anApp>[0], progress: Partial<JobProgress>) =>
  nextAppStep(aProgress(progress), anApp(app), noon + 30_000);

const ceiling = { cpus: 1.5, setAt: noon, untilAt: noon + 600_000 };

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
  const waiting = { cpus: 2, run: 'queued', app: { isChanging: true } } as const;
  assert.deepEqual(step(waiting, { cpus: 1.5, ceiling }), { do: 'resize', force: true });
  assert.deepEqual(step(waiting, { cpus: 1.5 }), { do: 'nothing' });
});

test('more cpus than wait in a deployment are never forced', () => {
  const waiting = { cpus: 1, run: 'queued', app: { isChanging: true } } as const;
  assert.deepEqual(step(waiting, { cpus: 1.5, ceiling }), { do: 'nothing' });
});

test('an app that somebody else suspended or scaled is not fought over', () => {
  for (const instances of [0, 2]) {
    assert.deepEqual(step({ cpus: 1, app: { instances } }, { cpus: 2 }), { do: 'nothing' });
  }
});

test('a run that hangs is killed, but not a task that only waits', () => {
  const hung = { run: aRun({ runningAt: noon }), decision: aDecision({ hungAfterSeconds: 20 }) };
  assert.deepEqual(step({}, hung), { do: 'kill' });
  assert.deepEqual(step({}, { ...hung, decision: aDecision({ hungAfterSeconds: 40 }) }), { do: 'nothing' });
  assert.deepEqual(step({ run: 'queued' }, hung), { do: 'nothing' });
});
