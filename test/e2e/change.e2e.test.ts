import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { DetailView } from '../../lib/api/job-view.ts';
import { appEnds, launchedApp, noting, workedOnce } from './app-end.ts';
import { completed, endsOnce, launched } from './job-end.ts';
import { type Rig, startRig } from './rig.ts';
import { until } from './until.ts';

describe('a live job that is changed', { concurrency: true, timeout: 480_000 }, () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());

  function becomes(jobId: string, is: (job: DetailView) => boolean): Promise<DetailView> {
    const look = async () => {
      const job = await rig.api.show(jobId);
      return is(job) ? job : undefined;
    };
    return until(look, { missing: () => `Job ${jobId} did not change.` });
  }

  it('on Chronos gets cpus within its new bounds, and ends with as many iterations as it has then', async () => {
    const name = 'changed-job';
    const cluster = await rig.userCluster(name);
    const jobId = await launched(rig, { name, cluster: name, iterations: 500, command: 'sleep 0.3' });
    await completed(rig, jobId, 1);
    const bounds = { min: 0.2, max: 0.4 };
    const { status, json } = await rig.api.change(jobId, { cpus: bounds, target: 0.9 });
    assert.deepEqual([status, json?.cpuBounds], [200, bounds]);
    await becomes(jobId, ({ cpus }) => cpus <= 0.4);
    const few = await rig.api.change(jobId, { iterations: 1 });
    assert.equal(few.status, 400);
    assert.match(few.text, /iterations must be at least/);
    const iterations = (await rig.api.show(jobId)).completed + 4;
    assert.equal((await rig.api.change(jobId, { iterations })).status, 200);
    const end = await endsOnce(rig, cluster, jobId);
    assert.deepEqual([end.iterations, end.completed], [iterations, iterations]);
    const late = await rig.api.change(jobId, { iterations: 900 });
    assert.deepEqual([late.status, /job-finished/.test(late.text)], [409, true]);
  });

  it('on Marathon is restarted within its new bounds, and makes as many more runs as it is to make', async () => {
    const name = 'changed-app';
    const cluster = await rig.marathonCluster(name);
    const work = noting(join(rig.directory, name), 'sleep 0.5');
    const bounds = { min: 0.5, max: 1 };
    const jobId = await launchedApp(rig, { name, command: work.command, iterations: 6, cpus: bounds });
    await completed(rig, jobId, 1);
    const { status } = await rig.api.change(jobId, { iterations: 9, cpus: { min: 1.5, max: 2 } });
    assert.equal(status, 200);
    const job = await appEnds(rig, cluster, jobId);
    assert.deepEqual([job.completed, job.cpus >= 1.5], [9, true]);
    workedOnce(work, job, cluster);
  });
});
