import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { killThenStart, sleeps, type TestRig, testRig, until } from '../../test/rigs/marathon-simulator.ts';

/** Many rounds of offers: long enough for anything that is going to happen. */
const manyRoundsMs = 150;

let rig: TestRig;
beforeEach(async () => {
  rig = await testRig();
});
afterEach(() => rig.close());

const put = (id: string, body: object, query = '') => rig.call('PUT', `/v2/apps${id}${query}`, body);
const onlyTask = async (id: string) => (await rig.app(id)).tasks[0];

test('a change of cpus under 0/0 replaces the task and the two never meet', async () => {
  await rig.create({ id: '/x', ...killThenStart });
  const before = await onlyTask('/x');
  assert.match(before?.id ?? '', /^x\.instance-[0-9a-f-]{36}\._app\.1$/);
  const { body } = await put('/x', { cpus: 2 });
  const changed = await rig.app('/x');
  assert.deepEqual(
    [changed.cpus, changed.version],
    [2, body.version],
    'the target shows before it is reached',
  );
  await rig.settled();
  const after = await onlyTask('/x');
  assert.notEqual(after?.id.split('._app')[0], before?.id.split('._app')[0]);
  assert.equal(after?.version, body.version);
  const { observed } = rig.marathon;
  assert.deepEqual([observed.launches('/x'), observed.maximumConcurrentTasks('/x')], [2, 1]);
});

test('a change of cpus under 1/1 starts the new task beside the old one', async () => {
  await rig.create({ id: '/x' });
  await put('/x', { cpus: 2 });
  await rig.settled();
  assert.equal(rig.marathon.observed.maximumConcurrentTasks('/x'), 2);
  await until(() => rig.cluster.tasks().length === 1);
});

test('an update that changes nothing gets an id that is never seen, and restarts nothing', async () => {
  await rig.create({ id: '/x' });
  const { version } = await rig.app('/x');
  const { status, body, headers } = await put('/x', { cpus: 1 });
  assert.deepEqual([status, await rig.deployments()], [200, []]);
  assert.equal(headers.get('marathon-deployment-id'), body.deploymentId);
  assert.equal((await rig.app('/x')).version, version);
  assert.equal(rig.marathon.observed.launches('/x'), 1);
});

test('scaling and restarting say so in the version info', async () => {
  await rig.create({ id: '/x' });
  const created = (await rig.app('/x')).version;
  const scaled = (await put('/x', { instances: 2 })).body.version;
  await rig.settled();
  const { version, versionInfo, tasksRunning } = await rig.app('/x');
  assert.deepEqual([version, tasksRunning], [scaled, 2]);
  assert.deepEqual(versionInfo, { lastScalingAt: scaled, lastConfigChangeAt: created });
  const restarted = (await rig.call('POST', '/v2/apps/x/restart')).body.version;
  await rig.settled();
  assert.deepEqual((await rig.app('/x')).versionInfo, {
    lastScalingAt: restarted,
    lastConfigChangeAt: created,
  });
  const { versions } = (await rig.call('GET', '/v2/apps/x/versions')).body;
  assert.deepEqual(versions, [restarted, scaled, created]);
  const stored = await rig.call('GET', `/v2/apps/x/versions/${created}`);
  assert.deepEqual([stored.body.instances, 'tasksRunning' in stored.body], [1, false]);
});

test('what fits no agent waits in the queue and says why, and is fixed forward by force', async () => {
  await rig.create({ id: '/x', ...killThenStart });
  await put('/x', { cpus: 3 });
  await until(
    async () => (await rig.queue())[0]?.processedOffersSummary.rejectSummaryLastOffers[4]?.declined === 2,
  );
  const [item] = await rig.queue();
  assert.deepEqual(item?.delay, { timeLeftSeconds: 0, overdue: true });
  const { rejectSummaryLastOffers: funnel } = item?.processedOffersSummary ?? {};
  assert.deepEqual(funnel?.slice(4, 6), [
    { reason: 'InsufficientCpus', declined: 2, processed: 2 },
    { reason: 'InsufficientMemory', declined: 0, processed: 0 },
  ]);
  const [deployment] = await rig.deployments();
  const action = { action: 'RestartApplication', app: '/x' };
  assert.deepEqual(deployment, {
    id: deployment?.id,
    version: (await rig.app('/x')).version,
    affectedApps: ['/x'],
    affectedPods: [],
    steps: [{ actions: [action] }],
    currentActions: [{ ...action, readinessCheckResults: [] }],
    currentStep: 1,
    totalSteps: 1,
  });
  assert.equal((await put('/x', { cpus: 2 })).status, 409);
  assert.equal((await put('/x', { cpus: 2 }, '?force=true')).status, 200);
  await rig.settled();
  assert.deepEqual([(await rig.app('/x')).tasksRunning, await rig.queue()], [1, []]);
  assert.equal(rig.marathon.observed.maximumConcurrentTasks('/x'), 1);
});

test('a rollback is another deployment that replaces even the untouched task', async () => {
  await rig.create({ id: '/x' });
  const before = await onlyTask('/x');
  const { body } = await put('/x', { cpus: 3 });
  const rollback = await rig.call('DELETE', `/v2/deployments/${body.deploymentId}`);
  assert.equal(rollback.status, 200);
  assert.notEqual(rollback.body.deploymentId, body.deploymentId);
  await rig.settled();
  const { cpus, version, tasks } = await rig.app('/x');
  assert.deepEqual([cpus, version, tasks.length], [1, rollback.body.version, 1]);
  assert.notEqual(tasks[0]?.id, before?.id);
  const gone = await rig.call('DELETE', `/v2/deployments/${body.deploymentId}`);
  const message = `DeploymentPlan ${body.deploymentId} does not exist`;
  assert.deepEqual([gone.status, gone.body], [404, { message }]);
});

test('the rollback of a creation removes the app', async () => {
  const { body } = await rig.call('POST', '/v2/apps', { ...sleeps, id: 'x', cpus: 9 });
  const [deployment] = await rig.deployments();
  assert.deepEqual(body.deployments, [{ id: deployment?.id }]);
  assert.equal((await rig.call('DELETE', `/v2/deployments/${deployment?.id}`)).status, 200);
  assert.equal((await rig.call('GET', '/v2/apps/x')).status, 404);
  assert.deepEqual([await rig.queue(), await rig.deployments()], [[], []]);
});

test('a deployment that is deleted by force leaves the new definition, the old task and the queue', async () => {
  const quick = await testRig({ scaleCheckIntervalMs: 100 });
  try {
    await quick.create({ id: '/x' });
    const { body } = await quick.call('PUT', '/v2/apps/x', { cpus: 3 });
    const forced = await quick.call('DELETE', `/v2/deployments/${body.deploymentId}?force=true`);
    assert.deepEqual([forced.status, forced.text], [202, '']);
    const { cpus, deployments } = await quick.app('/x');
    assert.deepEqual([cpus, deployments, (await quick.queue())[0]?.count], [3, [], 1]);
    await until(async () => (await quick.app('/x')).tasks.length === 0);
    assert.equal((await quick.queue())[0]?.count, 1, 'the running task was the one too many');
  } finally {
    await quick.close();
  }
});

test('a deleted app is gone at once, and locks its id until its task has ended', async () => {
  const stubborn = 'trap "" TERM; echo ready; while [ ! -e go ]; do sleep 0.05; done';
  await rig.create({ id: '/x', cmd: stubborn, taskKillGracePeriodSeconds: 60 });
  await until(() => rig.output('/x') === 'ready\n');
  assert.equal((await rig.call('DELETE', '/v2/apps/x')).status, 200);
  assert.equal((await rig.call('GET', '/v2/apps/x')).status, 404);
  const again = await rig.call('POST', '/v2/apps', { ...sleeps, id: 'x' });
  assert.equal(again.status, 409);
  assert.ok('deployments' in again.body);
  const [task] = rig.cluster.tasks();
  writeFileSync(join(task?.sandbox ?? '', 'go'), '');
  await rig.settled();
  assert.equal(rig.cluster.tasks().length, 0);
  assert.equal((await rig.call('POST', '/v2/apps', { ...sleeps, id: 'x' })).status, 201);
});

test('a DELETE is forced unless it says otherwise', async () => {
  await rig.call('POST', '/v2/apps', { ...sleeps, id: 'x', cpus: 9 });
  assert.equal((await rig.call('DELETE', '/v2/apps/x?force=false')).status, 409);
  assert.equal((await rig.call('DELETE', '/v2/apps/x')).status, 200);
  await rig.settled();
});

test('a task that ends while it is replaced is the end of nothing', async () => {
  await rig.create({ id: '/x', cmd: 'sleep 0.2', backoffSeconds: 0 });
  await put('/x', { cpus: 3 });
  await delay(manyRoundsMs * 3);
  assert.equal((await rig.deployments()).length, 1);
  await put('/x', { cpus: 1, cmd: 'sleep 60' }, '?force=true');
  await rig.settled();
  assert.equal((await rig.app('/x')).tasksRunning, 1);
});
