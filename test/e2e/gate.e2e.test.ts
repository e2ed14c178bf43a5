import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { mesosCluster } from '../../simulators/mesos/cluster.ts';
import { startMesosMaster } from '../../simulators/mesos/start-master.ts';
import { ended, launched } from './job-end.ts';
import { type Rig, startRig } from './rig.ts';
import { until } from './until.ts';
import { startUserCluster } from './user-cluster.ts';

const name = 'small';
const agents = [{ id: 'small-S1', hostname: 'small.local', cpus: 1, mem: 1024, disk: 1024 }];
const login = { user: 'pacer', password: 'a-password-for-mesos' };

/** Two of them do not fit the agent. */
const job = { cluster: name, cpus: { min: 0.6, max: 1 }, command: 'sleep 1' };

describe('jobs that share a small cluster whose master is known', { timeout: 300_000 }, () => {
  let rig: Rig;
  const parts: { close(): Promise<void> }[] = [];
  before(async () => {
    rig = await startRig();
    const mesos = mesosCluster({ agents, directory: join(rig.directory, 'small-sandboxes') });
    const master = await startMesosMaster({ cluster: mesos, credentials: login });
    const cluster = await startUserCluster({ name, directory: rig.directory, mesos });
    parts.push(cluster, master, mesos);
    const secret = join(rig.directory, 'secrets', 'clusters', name, 'mesos.json');
    writeFileSync(secret, JSON.stringify({ url: master.url, ...login }));
  });
  after(async () => {
    await rig.close();
    for (const part of parts) await part.close();
  });

  it('begin their runs in the order of their deadlines, and say what they wait for', async () => {
    const loose = await launched(rig, { ...job, name: 'loose', iterations: 8, deadline: '60m' });
    const tight = await launched(rig, { ...job, name: 'tight', iterations: 3, deadline: '10m' });
    const waits = async () => {
      const { decision, problem } = await rig.api.show(loose);
      return decision?.reason === 'waiting-for-room' ? { ...decision, problem } : undefined;
    };
    const { sentence, problem } = await until(waits, {
      timeoutMs: 60_000,
      missing: () => 'The loose job never waits.',
    });
    assert.match(
      sentence,
      /[1-7] of 8 done; the next run waits for cpus: 1 job with an earlier deadline goes first\./,
    );
    assert.equal(problem, undefined);
    const [first, last] = [await ended(rig, tight), await ended(rig, loose)];
    assert.deepEqual([first.status, last.status], ['COMPLETED', 'COMPLETED']);
    assert.deepEqual([first.failures, last.failures], [0, 0]);
    assert.ok(String(first.finishedAt) < String(last.finishedAt));
    // Of some hand-overs, a tick may have come first.
    const isCalled = (line: string) => [tight, loose].some((jobId) => line.includes(jobId));
    assert.ok(rig.lines.some((line) => line.includes('"cause":"room"') && isCalled(line)));
    assert.ok(!rig.lines.some((line) => line.includes(login.password)));
  });
});
