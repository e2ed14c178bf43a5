import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { DetailView } from '../../lib/api/job-view.ts';
import { ended } from '../e2e/job-end.ts';
import { type Rig, startRig } from '../e2e/rig.ts';
import { until } from '../e2e/until.ts';
import { containersOf } from './agents.ts';
import { image, provideImage, skip } from './real-engine.ts';

const timing = { iterations: 4, iterationDuration: '1s', deadline: '90s', cpus: { min: 0.2, max: 1 } };
/** A second of work, told apart by what only a container has. */
const command = 'test -e /bin/dash && test "$(cat /proc/1/comm)" = sh && sleep 1';

describe('jobs in real containers', { concurrency: 2, timeout: 220_000, skip }, () => {
  let rig: Rig;
  before(async () => {
    provideImage();
    rig = await startRig({ docker: true });
  });
  after(async () => {
    await rig.close();
    assert.deepEqual(containersOf(join(rig.directory, 'sandboxes')), [], 'containers are left');
  });

  async function launched(request: Record<string, unknown>): Promise<string> {
    const { status, json, text } = await rig.api.launch({ ...timing, ...request });
    assert.equal(status, 201, text);
    return String(json?.jobId);
  }

  async function onTime(jobId: string): Promise<DetailView> {
    const job = await ended(rig, jobId, 150_000);
    assert.equal(job.status, 'COMPLETED', `${job.finishSentence} ${job.problem ?? ''}`);
    assert.deepEqual([job.completed, job.failures, job.onTime], [4, 0, true]);
    return job;
  }

  for (const network of ['BRIDGE', 'HOST'] as const) {
    it(`a Chronos job on the network ${network} reports each run and is done by its deadline`, async () => {
      const container = { type: 'DOCKER', image, network };
      const name = `chronos-${network.toLowerCase()}`;
      const jobId = await launched({ job: { name, command, cpus: 0.5, mem: 64, container } });
      await onTime(jobId);
    });
  }

  it('a Marathon job on the bridge reports each run of its one container and is done by its deadline', async () => {
    const job = {
      id: '/in/a-container',
      cmd: command,
      cpus: 0.5,
      mem: 64,
      container: { type: 'DOCKER', docker: { image } },
      networks: [{ mode: 'container/bridge' }],
    };
    await onTime(await launched({ framework: 'marathon', job }));
  });

  it('a job whose image nobody has says so', async () => {
    const job = {
      id: '/no/image',
      cmd: command,
      mem: 64,
      container: { type: 'DOCKER', docker: { image: '127.0.0.1:1/no/such:image' } },
    };
    const jobId = await launched({ framework: 'marathon', job, deadline: '10m' });
    const told = async () => ((await rig.api.show(jobId)).problem ?? '').includes('refused') || undefined;
    await until(told, { missing: () => rig.lines.slice(-10).join('\n'), timeoutMs: 90_000 });
    await rig.api.cancel(jobId);
    await ended(rig, jobId);
  });
});
