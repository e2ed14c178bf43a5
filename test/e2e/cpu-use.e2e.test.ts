import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { DetailView } from '../../lib/api/job-view.ts';
import { completed, ended, launched, leavesNothing } from './job-end.ts';
import { monascaOf } from './monasca-of.ts';
import { type Rig, startRig } from './rig.ts';
import { until } from './until.ts';
import type { UserCluster } from './user-cluster.ts';

/** Longer ago than a container must have run for its use to be looked at. */
const agoSeconds = 120;

describe('the CPU that a job really uses', { concurrency: true, timeout: 240_000 }, () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());

  const gate = ({ name }: UserCluster) => join(rig.directory, `${name}-may-end`);

  /** A job that has made a run and will not end before it may; resolves to its id and the name of that run's container. */
  async function begun(cluster: UserCluster) {
    const file = join(rig.directory, `${cluster.name}-containers`);
    const waits = `until [ "$(wc -l <${file})" -lt 3 ] || [ -e ${gate(cluster)} ]; do sleep 0.1; done`;
    const command = `echo "$MESOS_CONTAINER_NAME" >>${file}; ${waits}; sleep 0.5`;
    const jobId = await launched(rig, { name: cluster.name, cluster: cluster.name, command, iterations: 6 });
    await completed(rig, jobId, 1);
    const [container = ''] = readFileSync(file, 'utf8').split('\n');
    return { jobId, container };
  }

  /** One more run of the container, which has lasted for two minutes with it. */
  async function reportLongRun(jobId: string, container: string) {
    const finishedAt = Date.now() / 1000;
    const times = { startedAt: finishedAt - agoSeconds, finishedAt };
    const report = { run: 'a-long-one', exitCode: 0, cpus: 1, container, ...times };
    const { status, text } = await rig.api.report(jobId, rig.tokenOf(jobId), report);
    assert.equal(status, 202, text);
  }

  async function goesOn(cluster: UserCluster, jobId: string): Promise<DetailView> {
    writeFileSync(gate(cluster), '');
    const job = await ended(rig, jobId);
    assert.deepEqual([job.status, job.completed], ['COMPLETED', job.iterations]);
    await leavesNothing(rig, cluster, job);
    return job;
  }

  const asked = ({ monasca }: UserCluster) => monasca.count('GET', '/v2.0/metrics/statistics');

  /** Twice, once for each counter: in the middle and at the end. Evaluations at the same time may all do it. */
  function askedNowAndThen(cluster: UserCluster): void {
    const times = asked(cluster) / 2;
    assert.ok(times >= 2 && times <= 10, `asked ${times} times`);
  }

  it('is shown beside what it holds, where the Monasca agent counts it', async () => {
    const cluster = await rig.userCluster('measured');
    const { jobId, container } = await begun(cluster);
    assert.match(container, /^mesos-[0-9a-f-]{36}$/);
    const ticks = (name: string, count: number, secondsAgo: number) => ({
      name: `container.cpu.${name}`,
      value: count,
      dimensions: { name: container, hostname: 'roomy.local', image: 'debian:stable-slim' },
      timestamp: Date.now() - secondsAgo * 1000,
    });
    // 60 s of CPU in two minutes.
    await monascaOf(rig, cluster).sendMetrics([
      ticks('user_time', 1000, 90),
      ticks('user_time', 4500, 30),
      ticks('system_time', 500, 90),
      ticks('system_time', 1500, 30),
    ]);
    await reportLongRun(jobId, container);
    const look = async () => (await rig.api.show(jobId)).cpuUse;
    const use = await until(look, { timeoutMs: 90_000, missing: () => 'The use is not shown.' });
    const { usedCpus, allocatedCpus, at } = use;
    // The container began up to a few seconds before the two minutes.
    assert.ok(usedCpus > 0.4 && usedCpus <= 0.5, `${usedCpus}`);
    assert.equal(allocatedCpus, 1);
    assert.ok(Date.parse(at) > Date.now() - 60_000);
    await goesOn(cluster, jobId);
    const last = (await rig.api.show(jobId)).cpuUse;
    assert.deepEqual({ ...last, at }, use);
    assert.ok(Date.parse(last?.at ?? '') > Date.parse(at), 'read once more at the end');
    askedNowAndThen(cluster);
  });

  it('is not shown, and nothing else changes, where no agent counts it', async () => {
    const cluster = await rig.userCluster('unmeasured');
    const { jobId, container } = await begun(cluster);
    await reportLongRun(jobId, container);
    await until(() => asked(cluster) >= 2 || undefined, {
      timeoutMs: 90_000,
      missing: () => 'Nobody asked Monasca.',
    });
    const job = await goesOn(cluster, jobId);
    assert.equal('cpuUse' in job, false);
    askedNowAndThen(cluster);
    assert.deepEqual(
      rig.lines.filter((line) => line.includes(jobId) && line.includes('CPU use not read')),
      [],
    );
  });

  it('is not asked for again and again where that fails, which is told each time', async () => {
    const cluster = await rig.userCluster('refused');
    cluster.monasca.setFaults(({ path }) =>
      path.endsWith('/statistics') ? { status: 401, body: '{"title":"Forbidden"}' } : undefined,
    );
    const { jobId, container } = await begun(cluster);
    await reportLongRun(jobId, container);
    await until(() => asked(cluster) >= 2 || undefined, {
      timeoutMs: 90_000,
      missing: () => 'Nobody asked Monasca.',
    });
    await goesOn(cluster, jobId);
    askedNowAndThen(cluster);
    const told = rig.lines.filter((line) => line.includes(jobId) && line.includes('CPU use not read'));
    assert.ok(told.length >= 2 && told.length <= 10, `told ${told.length} times`);
    assert.match(told[0] ?? '', /monasca-read-only-user/);
  });
});
