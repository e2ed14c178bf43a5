import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isFields } from '../../lib/request/legacy-fields.ts';
import { completed, ended, endsOnce, launched, leavesNothing } from '../e2e/job-end.ts';
import type { Rig } from '../e2e/rig.ts';
import { until } from '../e2e/until.ts';
import type { UserCluster } from '../e2e/user-cluster.ts';

/** People and ticks come in between: the job keeps its course. */
export function byHand(rig: () => Rig): void {
  it('somebody deletes it in Chronos: it fails and says so', async () => {
    const cluster = await rig().userCluster('deleted');
    // On plan, so that no resize is under way: a replacement that is sent then makes the job anew.
    const onPlan = { iterations: 400, iterationDuration: 1.4, deviation: 1, command: 'sleep 0.3' };
    const jobId = await launched(rig(), { name: 'deleted', cluster: 'deleted', ...onPlan });
    await completed(rig(), jobId, 1);
    await cluster.chronosCall('DELETE', '/job/deleted');
    const job = await ended(rig(), jobId);
    assert.equal(job.status, 'FAILED');
    assert.equal(job.finishReason, 'deleted-in-framework');
    await leavesNothing(rig(), cluster, job);
  });

  it('somebody changes its cpus in Chronos: they are set back', async () => {
    const cluster = await rig().userCluster('meddled');
    // With the whole time as its deviation the law `step` never takes cpus away.
    const calm = { deviation: 1, command: 'sleep 0.4', iterations: 8 };
    const jobId = await launched(rig(), { name: 'meddled', cluster: 'meddled', ...calm });
    await completed(rig(), jobId, 1);
    await cluster.chronosCall('POST', '/iso8601', { ...(await chronosJob(cluster, 'meddled')), cpus: 1.7 });
    const setBack = async () => ((await chronosJob(cluster, 'meddled')).cpus === 1 ? true : undefined);
    await until(setBack, { missing: () => 'The cpus were not set back.' });
    const job = await endsOnce(rig(), cluster, jobId);
    assert.equal(job.resizes, 0);
  });

  it('its user cancels it in the middle, twice at once', async () => {
    const cluster = await rig().userCluster('cancelled');
    const jobId = await launched(rig(), { name: 'cancelled', cluster: 'cancelled', command: 'sleep 0.5' });
    await completed(rig(), jobId, 1);
    const replies = await Promise.all([rig().api.cancel(jobId), rig().api.cancel(jobId)]);
    assert.deepEqual(
      [202, 202],
      replies.map(({ status }) => status),
    );
    const job = await endsOnce(rig(), cluster, jobId, { status: 'CANCELLED' });
    assert.ok(job.completed < job.iterations);
    assert.equal((await rig().api.cancel(jobId)).status, 202);
    assert.equal((await rig().api.show(jobId)).finishedAt, job.finishedAt);
  });

  it('its user cancels it while it is being launched', async () => {
    const cluster = await rig().userCluster('regretted');
    const isPost = ({ method }: { method: string }) => method === 'POST';
    // The job gets to Chronos only when it has been cancelled.
    cluster.setChronosFaults((request) => (isPost(request) ? { delayMs: 3_000 } : undefined));
    const launching = launched(rig(), { name: 'regretted', cluster: 'regretted', iterations: 50 });
    const seen = async () => {
      const { json } = await rig().api.call('/jobs');
      const jobs = Array.isArray(json?.jobs) ? json.jobs : [];
      return jobs.find(({ name }) => name === 'regretted')?.jobId as string | undefined;
    };
    const jobId = await until(seen, { missing: () => 'The job is not listed.' });
    assert.equal((await rig().api.cancel(jobId)).status, 202);
    await launching;
    await endsOnce(rig(), cluster, jobId, { status: 'CANCELLED' });
    await sleep(500);
    await leavesNothing(rig(), cluster, await rig().api.show(jobId));
  });

  it('its user moves the deadline', async () => {
    const cluster = await rig().userCluster('moved');
    const jobId = await launched(rig(), {
      name: 'moved',
      cluster: 'moved',
      command: 'sleep 0.3',
      iterations: 6,
    });
    await completed(rig(), jobId, 1);
    const deadline = new Date(Date.now() + 30_000).toISOString();
    const { status, text } = await rig().api.change(jobId, { deadline });
    assert.equal(status, 200, text);
    const job = await endsOnce(rig(), cluster, jobId);
    assert.equal(job.deadlineAt, deadline);
    // Six iterations of 20 s, as declared, do not fit into 30 s.
    assert.ok(job.points.some(({ decision }) => decision?.reason === 'under-performing'));
    assert.equal((await rig().api.change(jobId, { deadline: '1h' })).status, 409);
  });

  it('twenty ticks come at once, again and again', async () => {
    const cluster = await rig().userCluster('ticked');
    const jobId = await launched(rig(), { name: 'ticked', cluster: 'ticked', iterations: 6 });
    const tick = () => rig().evaluate.invoke({ jobId, cause: 'tick' });
    for (const iterations of [0, 2, 4, 6]) {
      await completed(rig(), jobId, iterations);
      // One that does not get through is a tick that was lost.
      await Promise.allSettled(Array.from({ length: 20 }, tick));
    }
    await endsOnce(rig(), cluster, jobId);
  });
}

async function chronosJob(cluster: UserCluster, name: string): Promise<Record<string, unknown>> {
  const jobs = await cluster.chronosCall('GET', `/jobs/search?name=${name}`);
  const found = Array.isArray(jobs) ? jobs.find((job) => job.name === name) : undefined;
  if (!isFields(found)) throw new Error(`Chronos does not know ${name}.`);
  return found;
}
