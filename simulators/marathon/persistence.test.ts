import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { killThenStart, type TestRig, testRig, until } from '../../test/rigs/marathon-simulator.ts';
import { mesosCluster } from '../mesos/cluster.ts';
import { startMarathon } from './start-marathon.ts';

let rig: TestRig;
beforeEach(async () => {
  rig = await testRig();
});
afterEach(() => rig.close());

test('apps, versions and running tasks are there again after a restart', async () => {
  await rig.create({ id: '/x', labels: { a: 'b' } });
  await rig.call('PUT', '/v2/apps/x', { cpus: 0.5 });
  await rig.settled();
  const [app, versions] = [await rig.app('/x'), await rig.call('GET', '/v2/apps/x/versions')];
  await rig.restart();
  assert.deepEqual(await rig.app('/x'), app);
  assert.deepEqual((await rig.call('GET', '/v2/apps/x/versions')).body, versions.body);
  assert.equal(rig.marathon.observed.launches('/x'), 0);
});

test('a deployment goes on after a restart under its id', async () => {
  await rig.create({ id: '/x', ...killThenStart });
  await rig.call('PUT', '/v2/apps/x', { cpus: 3 });
  await until(() => rig.cluster.tasks().length === 0);
  const before = await rig.deployments();
  await rig.restart();
  assert.deepEqual(await rig.deployments(), before);
  assert.equal((await rig.call('PUT', '/v2/apps/x', { cpus: 1 })).status, 409);
  await rig.call('PUT', '/v2/apps/x?force=true', { cpus: 1 });
  await rig.settled();
  assert.equal((await rig.app('/x')).tasksRunning, 1);
});

test('the delay of a launch is lost with the leader', async () => {
  await rig.create({ id: '/x', cmd: 'exit 1', backoffSeconds: 60 });
  await until(async () => (await rig.queue())[0]?.delay.overdue === false);
  await rig.restart();
  await until(() => rig.marathon.observed.launches('/x') === 1);
  await until(async () => (await rig.queue())[0]?.delay.overdue === false);
  await rig.call('DELETE', '/v2/leader');
  await until(() => rig.marathon.observed.launches('/x') === 2);
});

test('tasks that ended with the cluster are lost at the next start, and launched again', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'marathon-'));
  const agents = [{ id: 'a', hostname: 'a', cpus: 1, mem: 512, disk: 512 }];
  const start = async () => {
    const cluster = mesosCluster({ agents, directory: join(directory, 'sandboxes') });
    return { cluster, marathon: await startMarathon({ cluster, directory, offerIntervalMs: 10 }) };
  };
  const first = await start();
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ id: 'x', cmd: 'sleep 60', backoffSeconds: 60 });
  await fetch(`${first.marathon.url}/v2/apps`, { method: 'POST', headers, body });
  await until(() => first.cluster.tasks()[0]?.state === 'TASK_RUNNING');
  await first.marathon.close();
  await first.cluster.close();
  const second = await start();
  try {
    await until(() => second.cluster.tasks()[0]?.state === 'TASK_RUNNING');
    const shown = await fetch(`${second.marathon.url}/v2/apps/x`);
    assert.match(await shown.text(), /"lastTaskFailure":\{[^}]*"state":"TASK_LOST"/);
  } finally {
    await second.marathon.close();
    await second.cluster.close();
    rmSync(directory, { recursive: true });
  }
});

test('a state file that is not what was written stops the start and names the file', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'marathon-'));
  writeFileSync(join(directory, 'marathon.json'), '{"versions":');
  await assert.rejects(startMarathon({ cluster: rig.cluster, directory }), /marathon\.json: delete it/);
  rmSync(directory, { recursive: true });
});
