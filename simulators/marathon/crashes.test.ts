import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { type TestRig, testRig, until } from '../../test/rigs/marathon-simulator.ts';
import { type VirtualClock, virtualClock } from '../virtual-clock.ts';

let rig: TestRig;
let clock: VirtualClock;
afterEach(() => rig.close());

const crashes = { id: '/x', cmd: 'exit 3', cpus: 0.1, mem: 32 };

/** Waits for the end of so many tasks, of which nothing takes any time by the clock of the test. */
async function ended(count: number) {
  await until(async () =>
    String(Object((await rig.app('/x')).lastTaskFailure).taskId).endsWith(`._app.${count}`),
  );
}

async function start() {
  clock = virtualClock(Date.now());
  rig = await testRig({ clock, offerIntervalMs: 100, offerLatencyMs: 0 });
}

test('each crash makes the next launch wait longer, and the item tells how long with overdue false', async () => {
  await start();
  const backoff = { backoffSeconds: 2, backoffFactor: 1.5, maxLaunchDelaySeconds: 60 };
  await rig.call('POST', '/v2/apps', { ...crashes, ...backoff });
  clock.advance(100);
  const shown: number[] = [];
  for (const count of [1, 2, 3, 4, 5, 6, 7]) {
    await ended(count);
    clock.advance(10);
    const [item] = await rig.queue();
    assert.deepEqual([item?.count, item?.delay.overdue], [1, false]);
    shown.push(item?.delay.timeLeftSeconds ?? Number.NaN);
    // 2 · 1.5ⁿ s, and up to a round of offers.
    clock.advance(2 * 1.5 ** (count - 1) * 1000 + 100);
  }
  assert.deepEqual(shown, [1, 2, 4, 6, 10, 15, 22], 'as it was seen');
});

test('a dead task is shown without version and ports until its instance has the next one', async () => {
  await start();
  await rig.call('POST', '/v2/apps', { ...crashes, backoffSeconds: 30 });
  clock.advance(100);
  await ended(1);
  const { tasks, tasksRunning, tasksStaged, deployments, lastTaskFailure } = await rig.app('/x');
  const [dead] = tasks;
  assert.deepEqual([tasksRunning, tasksStaged, deployments], [0, 0, []]);
  assert.deepEqual(dead, {
    appId: '/x',
    healthCheckResults: [],
    host: 'one.example',
    id: Object(lastTaskFailure).taskId,
    ipAddresses: [{ ipAddress: '127.0.0.1', protocol: 'IPv4' }],
    ports: [],
    servicePorts: [],
    slaveId: 'one',
    state: 'TASK_FAILED',
    localVolumes: [],
  });
  const killed = await rig.call('DELETE', '/v2/apps/x/tasks');
  assert.deepEqual(killed.body, { tasks: [dead] }, 'a kill finds it, and changes nothing');
  assert.equal((await rig.call('DELETE', '/v2/queue/x/delay')).status, 204);
  clock.advance(100);
  await ended(2);
  const [next] = (await rig.app('/x')).tasks;
  assert.equal(next?.id, dead?.id.replace(/1$/, '2'));
});
