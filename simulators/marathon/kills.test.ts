import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { killThenStart, type TestRig, testRig, until } from '../../test/rigs/marathon-simulator.ts';
import { type VirtualClock, virtualClock } from '../virtual-clock.ts';

let rig: TestRig;
afterEach(() => rig.close());

/** A Marathon with a task whose kills get lost. */
async function deaf(more: { showsKilling?: boolean } = {}): Promise<VirtualClock> {
  const clock = virtualClock(Date.now());
  rig = await testRig({ clock, ...more });
  await rig.call('POST', '/v2/apps', { id: '/x', cmd: 'sleep 60', cpus: 1, mem: 32, ...killThenStart });
  clock.advance(100);
  await until(async () => (await rig.app('/x')).tasksRunning === 1);
  rig.marathon.faults.losesKillsOf = (appId) => appId === '/x';
  return clock;
}

test('a task whose kill is lost shows TASK_RUNNING and its old version, until the kill of 30 s later is obeyed', async () => {
  const clock = await deaf();
  const { version } = await rig.app('/x');
  const [before] = (await rig.app('/x')).tasks;
  const resized = (await rig.call('PATCH', '/v2/apps/x', { cpus: 0.5 })).body.version;
  for (const seconds of [2, 4, 23]) {
    clock.advance(seconds * 1000);
    const app = await rig.app('/x');
    assert.deepEqual(app.tasks, [{ ...before, state: 'TASK_RUNNING', version }]);
    assert.deepEqual([app.tasksRunning, app.deployments.length], [1, 1]);
  }
  rig.marathon.faults.losesKillsOf = () => false;
  clock.advance(900);
  assert.equal((await rig.app('/x')).tasks[0]?.id, before?.id, 'nothing is sent before its time');
  clock.advance(100);
  await until(() => rig.cluster.tasks().length === 0);
  clock.advance(1000);
  await until(async () => (await rig.app('/x')).tasksRunning === 1);
  const { tasks, deployments } = await rig.app('/x');
  assert.deepEqual([tasks.map((task) => task.version), deployments], [[resized], []]);
});

test('the answers to kills show the task as it runs', async () => {
  await deaf();
  const [task] = (await rig.app('/x')).tasks;
  const one = await rig.call('DELETE', `/v2/apps/x/tasks/${task?.id}`);
  assert.deepEqual(one.body, { task });
  const all = await rig.call('DELETE', '/v2/apps/x/tasks');
  assert.deepEqual(all.body, { tasks: [task] });
});

test('a server with the feature shows TASK_KILLING', async () => {
  await deaf({ showsKilling: true });
  await rig.call('DELETE', '/v2/apps/x/tasks');
  const { tasks, tasksRunning } = await rig.app('/x');
  assert.deepEqual([tasks[0]?.state, tasksRunning], ['TASK_KILLING', 0]);
});
