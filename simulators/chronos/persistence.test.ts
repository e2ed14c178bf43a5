import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { testRig, until, versions } from '../../test/rigs/chronos-simulator.ts';
import { mesosCluster } from '../mesos/cluster.ts';
import { startChronos } from './start-chronos.ts';

for (const version of versions) {
  test(`${version} has its jobs and counters again after a restart, and no queue`, async () => {
    const rig = await testRig(version);
    try {
      await rig.create({ name: 'done' });
      await rig.call('PUT', 'job/done');
      await until(async () => (await rig.job('done')).successCount === 1);
      await rig.create({ name: 'big', cpus: 3 });
      await rig.call('PUT', 'job/big');
      await until(async () => (await rig.state('big')) === 'queued');
      const before = await rig.job('done');
      await rig.restart();
      assert.deepEqual(await rig.job('done'), before);
      assert.equal(await rig.state('big'), 'idle');
    } finally {
      await rig.close();
    }
  });

  test(`${version} does not know the tasks of an earlier leader until they end`, async () => {
    const rig = await testRig(version);
    try {
      await rig.create({ name: 'j', command: 'sleep 0.5' });
      await rig.call('PUT', 'job/j');
      await until(
        async () => (await rig.state('j')) !== 'idle' && rig.cluster.tasks()[0]?.state === 'TASK_RUNNING',
      );
      await rig.restart();
      assert.deepEqual([await rig.state('j'), (await rig.job('j')).successCount], ['idle', 0]);
      await until(async () => (await rig.job('j')).successCount === 1);
    } finally {
      await rig.close();
    }
  });
}

const agents = [{ id: 'a', hostname: 'a', cpus: 1, mem: 512, disk: 512 }];

test('tasks that died with the cluster are lost at the next start', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'chronos-'));
  const start = async () => {
    const cluster = mesosCluster({ agents, directory: join(directory, 'sandboxes') });
    const options = { cluster, version: '2.5.1', directory, offerIntervalMs: 10 } as const;
    return { cluster, chronos: await startChronos(options) };
  };
  const first = await start();
  const headers = { 'content-type': 'application/json' };
  const job = { name: 'j', command: 'sleep 60', schedule: 'R/2099-01-01T00:00:00Z/PT24H', retries: 0 };
  const body = JSON.stringify(job);
  await fetch(`${first.chronos.url}/scheduler/iso8601`, { method: 'POST', headers, body });
  await fetch(`${first.chronos.url}/scheduler/job/j`, { method: 'PUT' });
  await until(() => first.cluster.tasks()[0]?.state === 'TASK_RUNNING');
  await first.chronos.close();
  await first.cluster.close();
  const second = await start();
  try {
    const listed = await fetch(`${second.chronos.url}/scheduler/jobs`);
    assert.match(await listed.text(), /"errorCount":1,/);
  } finally {
    await second.chronos.close();
    await second.cluster.close();
    rmSync(directory, { recursive: true });
  }
});

test('a state file that is not what was written stops the start and names the file', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'chronos-'));
  const cluster = mesosCluster({ agents, directory });
  writeFileSync(join(directory, 'chronos.json'), '{"jobs":');
  await assert.rejects(startChronos({ cluster, version: '3.0.2', directory }), /chronos\.json: delete it/);
  rmSync(directory, { recursive: true });
});
