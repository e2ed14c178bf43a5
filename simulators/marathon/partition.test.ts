import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { killThenStart, type TestRig, testRig, until } from '../../test/rigs/marathon-simulator.ts';

let rig: TestRig;
beforeEach(async () => {
  rig = await testRig();
});
afterEach(() => rig.close());

const shown = async () => (await rig.app('/x')).tasks.map(({ state, version }) => ({ state, version }));
const processes = () => rig.cluster.tasks().length;

test('a task whose agent is cut off is replaced at once, and the two run until the agent is back', async () => {
  await rig.create({ id: '/x', ...killThenStart });
  const [before] = (await rig.app('/x')).tasks;
  rig.marathon.faults.cutOff('one');
  const ids = async () => (await rig.app('/x')).tasks.map(({ id }) => id);
  assert.ok(!(await ids()).includes(before?.id ?? ''), 'it is shown no more');
  await until(async () => (await rig.app('/x')).tasksRunning === 1);
  const [after] = (await rig.app('/x')).tasks;
  assert.notEqual(after?.id.split('._app')[0], before?.id.split('._app')[0], 'another instance');
  assert.equal(after?.slaveId, 'two');
  assert.deepEqual([processes(), rig.marathon.observed.maximumConcurrentTasks('/x')], [2, 2]);
  rig.marathon.faults.reconnect('one');
  await until(() => processes() === 1);
  assert.deepEqual(await ids(), [after?.id], 'the old one has been killed');
});

test('without a strategy nothing is replaced, but a resize starts a second task beside the one that cannot be reached', async () => {
  await rig.create({ id: '/x', unreachableStrategy: 'disabled', ...killThenStart });
  const { version } = await rig.app('/x');
  rig.marathon.faults.cutOff('one');
  const lost = await rig.app('/x');
  assert.deepEqual(await shown(), [{ state: 'TASK_UNREACHABLE', version }]);
  assert.deepEqual([lost.tasksRunning, lost.deployments, await rig.queue()], [0, [], []]);
  const resized = (await rig.call('PATCH', '/v2/apps/x', { cpus: 0.5 })).body.version;
  await rig.settled();
  assert.deepEqual(await shown(), [
    { state: 'TASK_UNREACHABLE', version },
    { state: 'TASK_RUNNING', version: resized },
  ]);
  assert.equal(processes(), 2);
  rig.marathon.faults.reconnect('one');
  const isOneLeft = async () =>
    isDeepStrictEqual(await shown(), [{ state: 'TASK_RUNNING', version: resized }]);
  await until(async () => (await isOneLeft()) && processes() === 1);
});

test('a task that cannot be reached and was not replaced goes on when its agent is back', async () => {
  await rig.create({ id: '/x', unreachableStrategy: { inactiveAfterSeconds: 60, expungeAfterSeconds: 90 } });
  const [before] = (await rig.app('/x')).tasks;
  rig.marathon.faults.cutOff('one');
  assert.deepEqual((await shown())[0]?.state, 'TASK_UNREACHABLE');
  rig.marathon.faults.reconnect('one');
  const { tasks, tasksRunning } = await rig.app('/x');
  assert.deepEqual([tasks, tasksRunning], [[before], 1]);
  assert.equal(rig.marathon.observed.launches('/x'), 1);
});

test('what ends behind a partition is heard of when the agent is back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'partition-'));
  const sign = join(folder, 'end');
  const cmd = `while [ ! -e ${sign} ]; do sleep 0.02; done; exit 3`;
  await rig.create({ id: '/x', cmd, unreachableStrategy: 'disabled', backoffSeconds: 60 });
  rig.marathon.faults.cutOff('one');
  writeFileSync(sign, '');
  await until(() => processes() === 0);
  assert.deepEqual((await shown())[0]?.state, 'TASK_UNREACHABLE');
  rig.marathon.faults.reconnect('one');
  assert.deepEqual(await shown(), [{ state: 'TASK_FAILED', version: undefined }]);
  rmSync(folder, { recursive: true });
});

test('an app is deleted though its task cannot be reached, which is killed later', async () => {
  await rig.create({ id: '/x', unreachableStrategy: 'disabled' });
  rig.marathon.faults.cutOff('one');
  assert.equal((await rig.call('DELETE', '/v2/apps/x')).status, 200);
  assert.deepEqual([await rig.deployments(), processes()], [[], 1]);
  rig.marathon.faults.reconnect('one');
  await until(() => processes() === 0);
});
