import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { appEnds, launchedApp, noting, workedOnce } from './app-end.ts';
import { completed } from './job-end.ts';
import { type Rig, startRig } from './rig.ts';

describe('a Marathon app', { concurrency: 3, timeout: 480_000 }, () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());

  it('goes from run to run, is resized, and is taken down when all are done', async () => {
    const name = 'resized';
    const cluster = await rig.marathonCluster(name);
    const work = noting(join(rig.directory, name), 'sleep 0.5');
    // By the declared duration it is late, so that the law `step` adds cpus after each of the first reports.
    const late = { deadline: '30s', iterations: 6, iterationDuration: 100, cpus: { min: 0.5, max: 1.6 } };
    const jobId = await launchedApp(rig, { name, command: work.command, ...late });
    const job = await appEnds(rig, cluster, jobId);
    assert.deepEqual([job.cpus, job.resizes, job.name], [1.6, 2, '/resized']);
    workedOnce(work, job, cluster);
    assert.equal(cluster.marathon().observed.launches('/resized'), 1 + job.resizes);
  });

  it('says what was changed of what the user sent, and keeps the rest', async () => {
    const name = 'adjusted';
    const cluster = await rig.marathonCluster(name);
    const app = {
      env: { COLOUR: 'blue' },
      labels: { team: 'a' },
      instances: 4,
      mem: 48,
      args: ['sleep', '0.5'],
    };
    const jobId = await launchedApp(rig, { name, app: { ...app, cmd: null }, iterations: 3 });
    await completed(rig, jobId, 1);
    const { body } = await cluster.call('GET', '/adjusted');
    const { env, labels, instances, mem, upgradeStrategy } = (body as { app: Record<string, unknown> }).app;
    assert.equal((env as { COLOUR: string }).COLOUR, 'blue');
    assert.deepEqual(labels, { team: 'a', MARATHON_SINGLE_INSTANCE_APP: 'true' });
    assert.deepEqual([instances, mem], [1, 48]);
    assert.deepEqual(upgradeStrategy, { minimumHealthCapacity: 0, maximumOverCapacity: 0 });
    await appEnds(rig, cluster, jobId);
  });

  it('is taken down when its user cancels it, twice at once', async () => {
    const name = 'regretted';
    const cluster = await rig.marathonCluster(name);
    const jobId = await launchedApp(rig, { name, iterations: 100 });
    await completed(rig, jobId, 1);
    const replies = await Promise.all([rig.api.cancel(jobId), rig.api.cancel(jobId)]);
    assert.deepEqual(
      replies.map(({ status }) => status),
      [202, 202],
    );
    await appEnds(rig, cluster, jobId, { status: 'CANCELLED' });
  });

  it('that Marathon refuses is refused at once, in its words', async () => {
    const name = 'refused';
    await rig.marathonCluster(name);
    const app = { id: name, cmd: 'true', container: { type: 'DOCKER', docker: { image: 'a' } }, disk: -1 };
    const request = { framework: 'marathon', cluster: name, job: app, iterations: 2, deadline: '1m' };
    const { status, json } = await rig.api.launch(request);
    assert.equal(status, 422);
    assert.match(JSON.stringify(json), /Marathon refused the app: .*\/disk/);
  });
});
