import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  container,
  framework,
  id,
  isReady,
  launches,
  letGo,
  meddle,
  neverTwoTasks,
  observed,
  rig,
  soon,
  specOf,
  stubbornSpec,
  submitted,
} from '../../../test/rigs/marathon-framework.ts';

describe('what is seen of an app', () => {
  test('nothing, when there is none', async () => {
    assert.deepEqual(await framework.observe(specOf()), { known: true, found: false });
  });

  test('that it runs, as which task, and how long its start took', async () => {
    await submitted();
    const { app, ...seen } = await observed();
    assert.deepEqual(seen, {
      kind: 'looping-app',
      known: true,
      found: true,
      ours: true,
      cpus: 0.5,
      run: 'running',
    });
    const { taskId, start, ...rest } = app;
    assert.deepEqual(rest, {
      instances: 1,
      isChanging: false,
      isCurrent: true,
      stagedTask: null,
      isUnreachable: false,
      failure: null,
      waitsFor: null,
    });
    const { version, tasks } = await rig.app(id);
    assert.equal(taskId, tasks[0]?.id);
    const secondsTo = (at: unknown) => (Date.parse(String(at)) - Date.parse(version)) / 1000;
    const offerSeconds = secondsTo(tasks[0]?.stagedAt);
    assert.deepEqual(start, {
      version,
      offerSeconds,
      taskSeconds: secondsTo(tasks[0]?.startedAt) - offerSeconds,
    });
  });

  test('that it waits for cpus, and how many are offered', async () => {
    await framework.submit(specOf(), 9);
    const { run, cpus, app } = await soon(({ app }) => app.waitsFor?.reason === 'InsufficientCpus');
    assert.deepEqual([run, cpus, app.isChanging, app.taskId], ['queued', 9, true, null]);
    assert.deepEqual(app.waitsFor, { reason: 'InsufficientCpus', offeredCpus: 2 });
  });

  test('that it waits for something else', async () => {
    await framework.submit(specOf({ definition: { container, mem: 4096 } }), 0.5);
    const { app } = await soon(({ app }) => app.waitsFor?.reason != null);
    assert.deepEqual(app.waitsFor, { reason: 'InsufficientMemory', offeredCpus: 2 });
  });

  test('that it is being changed, while its old task ends', async () => {
    const spec = await submitted(stubbornSpec());
    await isReady();
    await framework.resize(spec, 1, { force: false });
    const { run, cpus, app } = await observed();
    assert.deepEqual([run, cpus, app.isChanging, app.taskId], ['queued', 1, true, null]);
    letGo();
    await rig.settled();
    assert.deepEqual([(await observed()).run, launches()], ['running', 2]);
    neverTwoTasks();
  });

  test('that somebody suspended or scaled it', async () => {
    await submitted();
    await meddle({ instances: 0 });
    await rig.settled();
    const suspended = await observed();
    assert.deepEqual([suspended.run, suspended.app.instances, suspended.ours], ['idle', 0, true]);
    await meddle({ instances: 2, labels: {} });
    await rig.settled();
    const scaled = await observed();
    assert.deepEqual([scaled.run, scaled.app.instances], ['running', 2]);
  });

  test('that its tasks crash, what the last one said, and that it waits for the delay only', async () => {
    rig.marathon.faults.forNextTasks(id, { exitBefore: 7 });
    await framework.submit(specOf({ definition: { container, mem: 32, backoffSeconds: 60 } }), 0.5);
    const { run, app } = await soon(({ app }) => app.failure !== null);
    assert.deepEqual([run, app.waitsFor, app.taskId], ['queued', null, null]);
    assert.equal(app.failure?.message, 'Command exited with status 7');
    assert.match(app.failure?.taskId ?? '', /^team_linpack\.instance-/);
  });

  test('that it is somebody else’s', async () => {
    await submitted(specOf({ jobId: '01KDOTHER00000000000000000', reportUrl: 'http://127.0.0.1:1/' }));
    assert.equal((await observed()).ours, false);
  });
});
