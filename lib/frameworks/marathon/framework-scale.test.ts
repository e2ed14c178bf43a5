import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  framework,
  isReady,
  launches,
  letGo,
  neverTwoTasks,
  observed,
  reports,
  soon,
  stubbornSpec,
  submitted,
} from '../../../test/rigs/marathon-framework.ts';
import { until } from '../../../test/rigs/marathon-simulator.ts';

const gently = { force: false };

test('an app without instances keeps its definition and has no task, until it has one again', async () => {
  const spec = await submitted();
  await soon(({ run }) => run === 'running');
  await framework.scale?.(spec, 0, gently);
  const { cpus, app } = await soon(({ run, app }) => run === 'idle' && !app.isChanging);
  assert.deepEqual([cpus, app.instances, launches()], [0.5, 0, 1]);
  await framework.resize(spec, 1, gently);
  assert.deepEqual([(await observed()).cpus, launches()], [1, 1]);
  await framework.scale?.(spec, 1, gently);
  const again = await soon(({ run }) => run === 'running');
  assert.deepEqual([again.cpus, again.app.instances, launches()], [1, 1, 2]);
  neverTwoTasks();
});

test('each is done once, however often it is asked for, and is nothing for an app that is not there', async () => {
  const spec = await submitted();
  await framework.scale?.(spec, 0, gently);
  await framework.scale?.(spec, 0, { force: true });
  await soon(({ run, app }) => run === 'idle' && !app.isChanging);
  await framework.scale?.(spec, 1, gently);
  await framework.scale?.(spec, 1, gently);
  await until(() => reports.length > 0 || launches() === 2);
  assert.equal(launches(), 2);
  await framework.scale?.({ ...spec, name: '/nobody' }, 1, gently);
});

test('a task that does not end is shown, and another change waits for it', async () => {
  const spec = await submitted(stubbornSpec());
  await isReady();
  await framework.scale?.(spec, 0, gently);
  const { run, app } = await observed();
  assert.deepEqual([run, app.isChanging, app.instances], ['queued', true, 0]);
  await framework.scale?.(spec, 1, gently);
  assert.equal((await observed()).app.instances, 0);
  letGo();
  await soon(({ run, app }) => run === 'idle' && !app.isChanging);
});
