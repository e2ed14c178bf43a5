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
  reports,
  rig,
  soon,
  specOf,
  stubbornSpec,
  submitted,
} from '../../../test/rigs/marathon-framework.ts';
import { until } from '../../../test/rigs/marathon-simulator.ts';
import { RefusedDefinitionError } from '../../job/errors.ts';

describe('a job', () => {
  test('goes from run to run under its own name, in the environment that it asked for', async () => {
    await submitted(specOf({ command: 'test "$GREETING" = hello && test -z "$PACER_TOKEN" && sleep 0.05' }));
    await until(() => reports.length >= 3);
    const [task] = (await rig.app(id)).tasks;
    assert.deepEqual(
      reports.slice(0, 3).map(({ run, exitCode, cpus, hostname }) => ({ run, exitCode, cpus, hostname })),
      [1, 2, 3].map((number) => ({
        run: `${task?.id}.${number}`,
        exitCode: 0,
        cpus: 0.5,
        hostname: 'one.example',
      })),
    );
  });

  test('is submitted once, however often it is tried', async () => {
    const spec = await submitted();
    await framework.submit(spec, 0.5);
    await framework.submit(spec, 1);
    await rig.settled();
    assert.deepEqual([(await observed()).cpus, launches()], [0.5, 1]);
  });

  test('is submitted later when one of its name is still being deleted', async () => {
    const spec = await submitted(stubbornSpec());
    await isReady();
    await framework.remove(spec);
    await framework.submit(spec, 0.5);
    assert.deepEqual(await framework.observe(spec), { known: true, found: false });
    letGo();
    await rig.settled();
    await submitted(spec);
    assert.equal((await observed()).run, 'running');
    neverTwoTasks();
  });

  test('that Marathon will never take is refused in its words', async () => {
    const definition = { container, disk: -1 };
    await assert.rejects(framework.submit(specOf({ definition }), 0.5), (error) => {
      assert.ok(error instanceof RefusedDefinitionError);
      assert.equal(error.message, 'Marathon refused the app: Invalid JSON; /disk: error.min');
      return true;
    });
  });

  test('is not refused because Marathon is in trouble', async () => {
    rig.marathon.faults.http = () => ({ status: 503, body: 'Too many concurrent requests! Allowed: 1.' });
    await assert.rejects(framework.submit(specOf(), 0.5), { name: 'UpstreamError', status: 503 });
    await assert.rejects(framework.observe(specOf()), { name: 'UpstreamError', status: 503 });
  });
});

describe('a resize', () => {
  test('starts the task anew with other cpus, which goes on with the next run', async () => {
    const spec = await submitted(specOf({ command: 'sleep 0.05' }));
    await until(() => reports.length >= 1);
    await framework.resize(spec, 1.25, { force: false });
    await until(() => reports.some(({ cpus }) => cpus === 1.25));
    await rig.settled();
    const runs = reports.map(({ run }) => run);
    assert.deepEqual([launches(), new Set(runs).size], [2, runs.length]);
    neverTwoTasks();
  });

  test('to the cpus that there are already disturbs nothing', async () => {
    const spec = await submitted();
    await framework.resize(spec, 0.5, { force: false });
    await framework.resize(spec, 1, { force: false });
    await rig.settled();
    await framework.resize(spec, 1, { force: false });
    await rig.settled();
    assert.deepEqual([launches(), (await observed()).cpus], [2, 1]);
    neverTwoTasks();
  });

  test('does nothing while somebody else’s deployment holds the app', async () => {
    const spec = await submitted(stubbornSpec());
    await isReady();
    await meddle({ labels: { changed: 'by-hand', MARATHON_SINGLE_INSTANCE_APP: 'true' } });
    await framework.resize(spec, 1, { force: false });
    assert.equal((await observed()).cpus, 0.5);
    letGo();
    await rig.settled();
    await isReady();
    letGo();
    await framework.resize(spec, 1, { force: false });
    await rig.settled();
    assert.equal((await observed()).cpus, 1);
    neverTwoTasks();
  });

  test('that nobody has cpus for is put right by force, with fewer', async () => {
    const spec = await submitted();
    await framework.resize(spec, 9, { force: false });
    await soon(({ app }) => app.waitsFor !== null);
    await framework.resize(spec, 2, { force: false });
    assert.equal((await observed()).cpus, 9);
    await framework.resize(spec, 2, { force: true });
    await rig.settled();
    const { run, cpus, app } = await observed();
    assert.deepEqual([run, cpus, app.waitsFor, app.failure], ['running', 2, null, null]);
    neverTwoTasks();
  });

  test('keeps the task single where somebody changed the upgrade strategy', async () => {
    const spec = await submitted();
    const upgradeStrategy = { minimumHealthCapacity: 1, maximumOverCapacity: 1 };
    await meddle({ upgradeStrategy, labels: {}, instances: 0 });
    await rig.settled();
    await meddle({ instances: 1 });
    await rig.settled();
    await framework.resize(spec, 1, { force: false });
    await rig.settled();
    assert.equal((await observed()).cpus, 1);
    neverTwoTasks();
  });

  test('makes no app of one that was deleted', async () => {
    await framework.resize(specOf(), 1, { force: true });
    assert.deepEqual(await framework.observe(specOf()), { known: true, found: false });
  });
});

test('a run that hangs is killed, and another task begins', async () => {
  const spec = await submitted();
  const [before] = (await rig.app(id)).tasks;
  await framework.kill(spec, before?.id ?? '');
  const { app } = await soon(({ run }) => run === 'running' && launches() === 2);
  const [after] = (await rig.app(id)).tasks;
  assert.notEqual(after?.id, before?.id);
  assert.deepEqual([app.failure, app.instances, reports], [null, 1, []]);
  neverTwoTasks();
});

test('a job is removed with its task, and it does no harm to do so twice', async () => {
  const spec = await submitted();
  await framework.remove(spec);
  await framework.remove(spec);
  await framework.kill(spec, 'team_linpack.instance-1._app.1');
  assert.deepEqual(await framework.observe(spec), { known: true, found: false });
  await until(() => rig.cluster.tasks().length === 0);
});

test('somebody else’s app of the name is neither taken over, nor resized, nor removed', async () => {
  await rig.create({ id, cpus: 0.5 });
  const spec = specOf();
  await framework.submit(spec, 1);
  await framework.resize(spec, 1, { force: true });
  await framework.remove(spec);
  const { ours, cpus, run } = await observed();
  assert.deepEqual([ours, cpus, run, launches()], [false, 0.5, 'running', 1]);
});

describe('the list of what Pacer has there', () => {
  test('names each app that carries the id of a job, and no other', async () => {
    await submitted();
    assert.equal((await rig.call('POST', '/v2/apps', { id: '/theirs', cmd: 'sleep 60' })).status, 201);
    assert.deepEqual(await framework.listJobs?.(), [{ jobId: specOf().jobId, name: id }]);
  });
});
