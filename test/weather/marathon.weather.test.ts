import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpFault } from '../../simulators/http/faults.ts';
import { appEnds, launchedApp, noting, workedOnce } from '../e2e/app-end.ts';
import { completed, ended, leavesNothing } from '../e2e/job-end.ts';
import { type Rig, startRig } from '../e2e/rig.ts';
import { until } from '../e2e/until.ts';

/** More requests than an app of three iterations and two resizes makes when nothing goes wrong. */
const requestsOfAShortApp = 24;
const locked = {
  message: "App is locked by one or more deployments. Override with the option '?force=true'.",
  deployments: [{ id: 'c3a0f7b2-0000-4000-8000-000000000000' }],
};
const troubles: { title: string; fault: HttpFault }[] = [
  {
    title: 'finds the app locked',
    fault: { status: 409, body: JSON.stringify(locked), contentType: 'application/json' },
  },
  { title: 'gets an error', fault: { status: 503, body: '<html>no</html>', contentType: 'text/html' } },
  { title: 'is done and its reply lost', fault: 'lose-reply' },
  { title: 'gets no answer', fault: 'reset' },
];
/** By the declared duration it is late, so that the law `step` adds cpus after each of the first reports. */
const resized = { deadline: '30s', iterationDuration: 100, cpus: { min: 0.5, max: 1.6 } };
/** With the whole time as its deviation the law `step` changes no cpus. */
const calm = { deviation: 1, deadline: '10m', iterationDuration: 1 };

describe('a Marathon app survives when', { concurrency: 6, timeout: 480_000 }, () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());
  const folder = (name: string) => join(rig.directory, name);

  for (let at = 0; at < requestsOfAShortApp; at++) {
    const { title = '', fault = 'hang' } = troubles[at % troubles.length] ?? {};
    it(`request ${at} to Marathon ${title}`, async () => {
      const name = `request-${at}`;
      const cluster = await rig.marathonCluster(name);
      const work = noting(folder(name), 'sleep 0.3');
      let requests = 0;
      cluster.setFaults(() => (requests++ === at ? fault : undefined));
      const jobId = await launchedApp(rig, { name, command: work.command, iterations: 3, ...resized });
      workedOnce(work, await appEnds(rig, cluster, jobId), cluster);
    });
  }

  it('Marathon fails one request of six, at random', async () => {
    const name = 'flaky';
    const cluster = await rig.marathonCluster(name);
    cluster.setFaults(() => (Math.random() < 1 / 6 ? { status: 500 } : undefined));
    const jobId = await launchedApp(rig, { name, iterations: 5, ...resized });
    await appEnds(rig, cluster, jobId);
  });

  it('Marathon is down for a while, and at the launch', async () => {
    const name = 'down';
    const cluster = await rig.marathonCluster(name);
    cluster.setFaults(() => 'reset');
    const jobId = await launchedApp(rig, { name, iterations: 8, command: 'sleep 0.5' });
    cluster.setFaults(undefined);
    await completed(rig, jobId, 2);
    cluster.setFaults(() => 'reset');
    await sleep(3_000);
    cluster.setFaults(undefined);
    await appEnds(rig, cluster, jobId);
  });

  it('every change finds the app locked: it goes on with the cpus that it has', async () => {
    const name = 'locked';
    const cluster = await rig.marathonCluster(name);
    const fault = troubles[0]?.fault;
    cluster.setFaults(({ method }) => (method === 'PATCH' ? fault : undefined));
    const jobId = await launchedApp(rig, { name, iterations: 3, command: 'sleep 0.4', ...resized });
    await appEnds(rig, cluster, jobId);
    assert.equal(cluster.marathon().observed.launches(`/${name}`), 1);
  });

  it('somebody kills its task: the next one goes on with the run that was lost', async () => {
    const name = 'killed';
    const cluster = await rig.marathonCluster(name);
    const work = noting(folder(name), 'sleep 1');
    const jobId = await launchedApp(rig, { name, command: work.command, iterations: 4, ...calm });
    await completed(rig, jobId, 1);
    await sleep(300);
    await cluster.call('DELETE', `/${name}/tasks`);
    await appEnds(rig, cluster, jobId);
    assert.deepEqual([work.begun(), work.ended()], [5, 4]);
  });

  it('another scheduler takes over while its task waits to be started', async () => {
    const name = 'failed-over';
    const cluster = await rig.marathonCluster(name);
    cluster.marathon().faults.forNextTasks(`/${name}`, { exitBefore: 1 }, 1);
    const jobId = await launchedApp(rig, { name, iterations: 3, ...calm });
    const crashed = async () => (await rig.api.show(jobId)).failures > 0 || undefined;
    await until(crashed, { missing: () => 'The task did not crash.' });
    await cluster.failOver();
    await appEnds(rig, cluster, jobId, { failures: 1 });
  });

  it('its tasks crash: it is given up with what the last one said', async () => {
    const name = 'crashing';
    const cluster = await rig.marathonCluster(name);
    cluster.marathon().faults.forNextTasks(`/${name}`, { exitBefore: 9 }, 50);
    const jobId = await launchedApp(rig, { name, iterations: 3, maxFailures: 3 });
    const job = await appEnds(rig, cluster, jobId, { status: 'FAILED', failures: 3 });
    assert.equal(job.finishReason, 'too-many-failures');
    assert.match(job.finishSentence ?? '', /^3 runs failed in a row. The task of the app ended: .*9/);
  });

  it('its command fails as often as its user allows', async () => {
    const name = 'failing';
    const cluster = await rig.marathonCluster(name);
    const jobId = await launchedApp(rig, { name, command: 'exit 7', iterations: 3, maxFailures: 2 });
    const job = await appEnds(rig, cluster, jobId, { status: 'FAILED', failures: 2 });
    assert.match(job.finishSentence ?? '', /exit code 7/);
  });

  it('a slow run is not taken for one that crashes', async () => {
    const name = 'slow';
    const cluster = await rig.marathonCluster(name);
    const jobId = await launchedApp(rig, { name, command: 'sleep 6', iterations: 1, ...calm });
    await appEnds(rig, cluster, jobId);
    assert.equal(cluster.marathon().observed.launches(`/${name}`), 1);
  });

  it('somebody suspends it: the job says so, waits, and goes on', async () => {
    const name = 'suspended';
    const cluster = await rig.marathonCluster(name);
    const jobId = await launchedApp(rig, { name, iterations: 5, command: 'sleep 0.5', ...calm });
    await completed(rig, jobId, 1);
    await cluster.call('PUT', `/${name}`, { instances: 0 });
    const said = async () => (await rig.api.show(jobId)).problem?.includes('suspended the app') || undefined;
    await until(said, { missing: () => 'The job did not say that it is suspended.' });
    await sleep(2_500);
    assert.equal(cluster.mesos.tasks().length, 0);
    await cluster.call('PUT', `/${name}`, { instances: 1 });
    await appEnds(rig, cluster, jobId);
  });

  it('somebody deletes it: the job fails and says so', async () => {
    const name = 'deleted';
    const cluster = await rig.marathonCluster(name);
    const jobId = await launchedApp(rig, { name, iterations: 400, command: 'sleep 0.3', ...calm });
    await completed(rig, jobId, 1);
    await cluster.call('DELETE', `/${name}`);
    const job = await ended(rig, jobId);
    assert.deepEqual([job.status, job.finishReason], ['FAILED', 'deleted-in-framework']);
    await leavesNothing(rig, cluster, job);
  });

  it('nobody offers the cpus that it was resized to: it gets the most that there are', async () => {
    const name = 'crowded';
    const cluster = await rig.marathonCluster(name, 2);
    const other = { cmd: 'sleep 600', cpus: 0.8, mem: 32 };
    await cluster.call('PUT', '/other', other);
    const settled = () => cluster.mesos.tasks().length === 1 || undefined;
    await until(settled, { missing: () => 'The other app did not start.' });
    const jobId = await launchedApp(rig, { name, iterations: 20, command: 'sleep 0.5', ...resized });
    // The job shows it only until the next look, when less was asked for.
    const said = async () =>
      rig.lines.find((line) => line.includes(jobId) && line.includes('no agent offers 1.3 cpus'));
    await until(said, { missing: () => 'The job did not say what it waits for.' });
    const job = await appEnds(rig, cluster, jobId);
    assert.equal(job.cpus, 1.2);
  });

  it('the function that evaluates it dies again and again', async () => {
    const name = 'evaluated';
    const cluster = await rig.marathonCluster(name);
    const work = noting(folder(name), 'sleep 0.4');
    const jobId = await launchedApp(rig, { name, command: work.command, iterations: 5, ...resized });
    let isOver = false;
    const crashes = (async () => {
      // On a slow machine nothing could ever be done between two.
      for (let count = 0; !isOver && count < 40; count++) {
        await sleep(150 + Math.random() * 600);
        await rig.evaluate.crash();
      }
    })();
    await completed(rig, jobId, 4);
    isOver = true;
    await crashes;
    workedOnce(work, await appEnds(rig, cluster, jobId), cluster);
  });
});
