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

  /** So many of the stack's evaluations of a job have begun since: each asks its framework. */
  async function looks(requests: () => Readonly<Record<string, number>>, route: string, count: number) {
    const before = requests()[route] ?? 0;
    const isEnough = () => ((requests()[route] ?? 0) >= before + count ? true : undefined);
    await until(isEnough, { missing: () => `Nobody asked ${route}: ${JSON.stringify(requests())}` });
  }

  it('on Chronos starts no run while it is paused, and goes on from there', async () => {
    const name = 'paused-job';
    const cluster = await rig.userCluster(name);
    const { observed } = cluster.chronos;
    const jobId = await launched(rig, { name, cluster: name, iterations: 4, command: 'sleep 0.3' });
    await completed(rig, jobId, 1);
    for (const _ of ['once', 'again']) {
      const { status, json } = await rig.api.turn(jobId, 'pause');
      assert.deepEqual([status, typeof json?.pausedAt, json?.forecast], [200, 'string', undefined]);
    }
    // A run that had begun may end meanwhile.
    await looks(observed.requests, 'GET /v1/scheduler/job/{name}', 3);
    const launches = observed.launches(name);
    await looks(observed.requests, 'GET /v1/scheduler/job/{name}', 3);
    assert.equal(observed.launches(name), launches);
    const { status, json } = await rig.api.turn(jobId, 'resume');
    assert.deepEqual([status, json?.pausedAt], [200, undefined]);
    await endsOnce(rig, cluster, jobId);
    assert.equal((await rig.api.turn(jobId, 'pause')).status, 409);
  });

  it('on Marathon holds nothing while it is paused, and has one task again when it goes on', async () => {
    const name = 'paused-app';
    const cluster = await rig.marathonCluster(name);
    const work = noting(join(rig.directory, name), 'sleep 0.3');
    // Without a resize, which would end a run.
    const cpus = { min: 1, max: 1 };
    const jobId = await launchedApp(rig, { name, command: work.command, iterations: 6, cpus });
    await completed(rig, jobId, 1);
    assert.equal((await rig.api.turn(jobId, 'pause')).status, 200);
    const isSuspended = async () => {
      const { body } = await cluster.call('GET', name);
      const { instances, tasks } = Object(body).app;
      return instances === 0 && tasks.length === 0 ? true : undefined;
    };
    await until(isSuspended, { missing: () => 'The app has a task.' });
    const { observed } = cluster.marathon();
    const launches = observed.launches(`/${name}`);
    await looks(observed.requests, 'GET /v2/apps/{id}', 3);
    const still = await rig.api.show(jobId);
    assert.deepEqual([observed.launches(`/${name}`), still.problem], [launches, undefined]);
    assert.equal(work.begun(), work.ended());
    assert.equal((await rig.api.turn(jobId, 'resume')).status, 200);
    const job = await appEnds(rig, cluster, jobId);
    assert.equal(work.ended(), 6);
    assert.equal(job.failures, 0);
  });

  it('that has ended is launched once more, once for each key, as it was changed and with as much time', async () => {
    const name = 'launched-again';
    const cluster = await rig.userCluster(name);
    const first = await launched(rig, { name, cluster: name, iterations: 9, command: 'sleep 0.1' });
    const early = await rig.api.relaunch(name, {}, 'early');
    assert.deepEqual([early.status, /name-in-use/.test(early.text)], [409, true]);
    assert.equal((await rig.api.change(first, { iterations: 4, cpus: { max: 3 } })).status, 200);
    const ended = await endsOnce(rig, cluster, first);
    const { status, json } = await rig.api.relaunch(name, {}, 'again');
    assert.equal(status, 201);
    const { jobId, launchedAt, deadlineAt, iterations, cpuBounds } = Object(json);
    assert.notEqual(jobId, first);
    assert.deepEqual([iterations, cpuBounds], [4, { min: 0.5, max: 3 }]);
    const span = (from: string, to: string) => Date.parse(to) - Date.parse(from);
    assert.equal(span(launchedAt, deadlineAt), span(ended.launchedAt, ended.deadlineAt));
    const repeated = await rig.api.relaunch(name, {}, 'again');
    assert.deepEqual([repeated.status, repeated.json?.jobId], [200, jobId]);
    assert.equal((await rig.api.relaunch(name, { deadline: '1h' }, 'again')).status, 409);
    // Launches are counted by the name.
    await endsOnce(rig, cluster, jobId, { extraLaunches: 4 });
    const third = await rig.api.relaunch(first, { deadline: '20m' }, 'by-its-id');
    assert.equal(third.status, 201);
    await endsOnce(rig, cluster, String(third.json?.jobId), { extraLaunches: 8 });
    assert.equal((await rig.api.relaunch('nobody', {}, 'nobody')).status, 404);
  });
});
