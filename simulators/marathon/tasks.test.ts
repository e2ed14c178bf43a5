import assert from 'node:assert/strict';
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

const launches = (id: string) => rig.marathon.observed.launches(id);

test('a task sees its app, its version and its port', async () => {
  const container = { type: 'DOCKER', docker: { image: 'some/image' } };
  const env = { MINE: 'a b', MARATHON_APP_RESOURCE_MEM: 'mine' };
  await rig.create({ id: '/f/x', cmd: 'env; echo end; sleep 60', container, env, labels: { 'a.b': 'c' } });
  await until(() => rig.output('/f/x').endsWith('end\n'));
  const { version, tasks } = await rig.app('/f/x');
  const [task] = tasks;
  const lines = [
    `MESOS_TASK_ID=${task?.id}`,
    'MARATHON_APP_ID=/f/x',
    `MARATHON_APP_VERSION=${version}`,
    'MARATHON_APP_RESOURCE_CPUS=1.0',
    'MARATHON_APP_DOCKER_IMAGE=some/image',
    'MARATHON_APP_LABEL_A_B=c',
    'PORT0=31000',
    'HOST=one.example',
    'MINE=a b',
    'MARATHON_APP_RESOURCE_MEM=mine',
  ];
  const seen = rig.output('/f/x').split('\n');
  assert.deepEqual(
    lines.filter((line) => !seen.includes(line)),
    [],
  );
  assert.match(task?.id ?? '', /^f_x\.instance-/);
  assert.deepEqual([task?.state, task?.ports, task?.host], ['TASK_RUNNING', [31000], 'one.example']);
});

test('args run without a shell, and an image alone runs until it is killed', async () => {
  await rig.create({ id: '/args', args: ['sh', '-c', 'echo "$1"; sleep 60', 'sh', '$HOME'], cmd: undefined });
  await rig.create({ id: '/image', cmd: undefined, container: { docker: { image: 'i' } } });
  await until(() => rig.output('/args') === '$HOME\n');
  assert.equal((await rig.app('/image')).tasksRunning, 1);
});

test('a finished task is launched again as the next attempt of its instance, and is no failure', async () => {
  await rig.create({ id: '/x', cmd: 'sleep 0.05', backoffSeconds: 0, backoffFactor: 1 });
  await until(async () => /\._app\.([3-9]|\d\d+)$/.test((await rig.app('/x')).tasks[0]?.id ?? ''));
  assert.equal((await rig.app('/x')).lastTaskFailure, undefined);
  assert.equal(rig.marathon.observed.maximumConcurrentTasks('/x'), 1);
});

test('a failed task is named as the last failure', async () => {
  await rig.create({ id: '/x', cmd: 'exit 3', backoffSeconds: 60 });
  await until(async () => (await rig.app('/x')).lastTaskFailure !== undefined);
  const { lastTaskFailure, tasksRunning, deployments } = await rig.app('/x');
  const { taskId, timestamp, version, ...failure } = Object(lastTaskFailure);
  assert.deepEqual(failure, {
    appId: '/x',
    host: 'one.example',
    message: 'Command exited with status 3',
    state: 'TASK_FAILED',
    slaveId: 'one',
  });
  assert.deepEqual([tasksRunning, deployments], [0, []]);
});

test('a delay holds the next launch back, until it is deleted or the app changes', async () => {
  await rig.create({ id: '/x', cmd: 'exit 0', backoffSeconds: 60, ...killThenStart });
  await until(async () => (await rig.queue()).length === 1);
  const [item] = await rig.queue();
  assert.deepEqual([item?.count, item?.delay.overdue], [1, false]);
  assert.ok((item?.delay.timeLeftSeconds ?? 0) > 30);
  await delay(manyRoundsMs);
  assert.equal(launches('/x'), 1);
  assert.equal((await rig.call('DELETE', '/v2/queue//x/delay')).status, 204);
  await until(() => launches('/x') === 2);
  await until(async () => (await rig.queue())[0]?.delay.overdue === false);
  await rig.call('PUT', '/v2/apps/x', { cpus: 0.5 });
  await until(() => launches('/x') === 3);
  await rig.call('DELETE', '/v2/apps/x');
  const { status, body } = await rig.call('DELETE', '/v2/queue/x/delay');
  assert.deepEqual([status, body], [404, { message: 'Application /x not found in tasks queue.' }]);
});

test('a killed task comes again as the next attempt of its instance without delay, and the two never meet', async () => {
  await rig.create({ id: '/x', backoffSeconds: 60 });
  const [before] = (await rig.app('/x')).tasks;
  const { status, body } = await rig.call('DELETE', `/v2/apps/x/tasks/${before?.id}`);
  assert.deepEqual([status, Object(body.task).id], [200, before?.id]);
  await until(() => launches('/x') === 2);
  await until(async () => (await rig.app('/x')).tasksRunning === 1);
  const [after] = (await rig.app('/x')).tasks;
  assert.equal(after?.id, before?.id.replace(/1$/, '2'));
  assert.equal(rig.marathon.observed.maximumConcurrentTasks('/x'), 1);
});

test('a task is killed by its instance, so that an id of before kills the successor', async () => {
  await rig.create({ id: '/x' });
  const [first] = (await rig.app('/x')).tasks;
  const runs = (attempt: number) => async () => {
    const [task] = (await rig.app('/x')).tasks;
    return task?.state === 'TASK_RUNNING' && task.id === first?.id.replace(/1$/, String(attempt));
  };
  await rig.call('DELETE', `/v2/apps/x/tasks/${first?.id}`);
  await until(runs(2));
  const again = await rig.call('DELETE', `/v2/apps/x/tasks/${first?.id}`);
  assert.deepEqual([again.status, Object(again.body.task).id], [200, first?.id.replace(/1$/, '2')]);
  await until(runs(3));
});

test('tasks are killed by list, and with scale they do not come again', async () => {
  await rig.create({ id: '/x', instances: 2 });
  const ids = (await rig.app('/x')).tasks.map(({ id }) => id);
  const killed = await rig.call('POST', '/v2/tasks/delete?scale=true', { ids: ids.slice(0, 1) });
  assert.equal(typeof killed.body.deploymentId, 'string');
  await rig.settled();
  const { instances, tasks } = await rig.app('/x');
  assert.deepEqual([instances, tasks.map(({ id }) => id)], [1, ids.slice(1)]);
  await rig.call('DELETE', '/v2/apps/x/tasks?scale=true');
  await rig.settled();
  const none = await rig.call('DELETE', '/v2/apps/x/tasks?scale=true');
  assert.deepEqual([none.status, none.body], [404, { message: "Path '/x' does not exist" }]);
});

test('scale and wipe together, a bad id and an unknown task are refused', async () => {
  await rig.create({ id: '/x' });
  const message = 'You cannot use scale and wipe at the same time.';
  for (const [method, path, body] of [
    ['DELETE', '/v2/apps/x/tasks', undefined],
    ['DELETE', '/v2/apps/x/tasks/y', undefined],
    ['POST', '/v2/tasks/delete', { ids: [] }],
  ] as const) {
    const refused = await rig.call(method, `${path}?scale=true&wipe=true`, body);
    assert.deepEqual([refused.status, refused.body], [400, { message }]);
  }
  assert.equal((await rig.call('POST', '/v2/tasks/delete', { ids: ['nonsense'] })).status, 400);
  const unknown = await rig.call('DELETE', '/v2/apps/x/tasks/y');
  assert.deepEqual([unknown.status, unknown.body], [404, { message: "Task 'y' does not exist" }]);
});

test('the grace period of the app is what a stubborn task gets', async () => {
  const stubborn = 'trap "echo asked" TERM; echo ready; while :; do sleep 0.02; done';
  await rig.create({ id: '/x', cmd: stubborn, taskKillGracePeriodSeconds: 60 });
  await until(() => rig.output('/x') === 'ready\n');
  await rig.call('PUT', '/v2/apps/x', { instances: 0 });
  await until(() => rig.output('/x') === 'ready\nasked\n');
  const { version, tasks, tasksRunning } = await rig.app('/x');
  assert.deepEqual([tasks[0]?.state, tasksRunning], ['TASK_RUNNING', 1]);
  assert.notEqual(tasks[0]?.version, version);
  assert.equal((await rig.deployments()).length, 1);
});

test('of too many tasks the youngest go first, unless the app says otherwise', async () => {
  for (const [id, killSelection, survivor] of [
    ['/young', 'YOUNGEST_FIRST', 0],
    ['/old', 'OLDEST_FIRST', 1],
  ] as const) {
    await rig.create({ id, killSelection, cpus: 0.1 });
    await rig.call('PUT', `/v2/apps${id}`, { instances: 2 });
    await rig.settled();
    const staged = (await rig.app(id)).tasks.toSorted((a, b) =>
      String(a.stagedAt).localeCompare(String(b.stagedAt)),
    );
    await rig.call('PUT', `/v2/apps${id}`, { instances: 1 });
    await rig.settled();
    assert.deepEqual(
      (await rig.app(id)).tasks.map((task) => task.id),
      [staged[survivor]?.id],
    );
  }
  assert.equal((await rig.call('GET', '/v2/tasks')).text.match(/"appId"/g)?.length, 2);
});

test('what waits for room is launched when there is some', async () => {
  await rig.create({ id: '/big', cpus: 2, instances: 2 });
  await rig.call('POST', '/v2/apps', { ...sleeps, id: 'x', cpus: 1 });
  await until(async () => (await rig.queue()).length === 1);
  assert.equal((await rig.app('/x')).tasksRunning, 0);
  await rig.call('PUT', '/v2/apps/big', { instances: 1 });
  await rig.settled();
  assert.equal((await rig.app('/x')).tasksRunning, 1);
});

test('a task that is wiped is forgotten at once, and another instance has its place', async () => {
  await rig.create({ id: '/x' });
  const [before] = (await rig.app('/x')).tasks;
  const { body } = await rig.call('DELETE', '/v2/apps/x/tasks?wipe=true');
  assert.deepEqual(body, { tasks: [before] });
  await until(async () => (await rig.app('/x')).tasksRunning === 1);
  const [after] = (await rig.app('/x')).tasks;
  assert.notEqual(after?.id.split('._app')[0], before?.id.split('._app')[0]);
  assert.match(after?.id ?? '', /\._app\.1$/);
});
