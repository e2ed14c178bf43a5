import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { launchedApp } from './app-end.ts';
import { ended, launched } from './job-end.ts';
import { type Rig, startRig } from './rig.ts';

describe('a job that fails', { concurrency: 2, timeout: 240_000 }, () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());

  const command = 'echo "token: $PACER_TOKEN" >&2; echo "cannot open data" >&2; exit 7';
  const job = { command, maxFailures: 1 };

  for (const framework of ['Chronos', 'Marathon'] as const) {
    it(`on ${framework} shows the end of its output, and where the rest is`, async () => {
      const isApp = framework === 'Marathon';
      const name = isApp ? 'failing-app' : 'failing';
      const cluster = isApp ? await rig.marathonCluster(name) : await rig.userCluster(name);
      assert.ok(cluster);
      const jobId = isApp
        ? await launchedApp(rig, { name, ...job })
        : await launched(rig, { name, cluster: name, ...job });
      const { status, lastFailure } = await ended(rig, jobId);
      assert.deepEqual([status, lastFailure?.exitCode], ['FAILED', 7]);
      assert.deepEqual(lastFailure?.lastLines, ['token: ', 'cannot open data']);
      assert.ok(lastFailure.hostname);
      const kept = readFileSync(join(lastFailure.sandbox ?? '', 'stderr'), 'utf8');
      assert.match(kept, /^token: \ncannot open data\n/);
    });
  }

  it('shows none of it if its launch says so', async () => {
    const name = 'silent';
    await rig.userCluster(name);
    const jobId = await launched(rig, { name, cluster: name, ...job, reportOutput: false });
    const { lastFailure } = await ended(rig, jobId);
    assert.deepEqual([lastFailure?.exitCode, lastFailure?.lastLines], [7, undefined]);
  });
});
