import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { endsOnce, launched } from './job-end.ts';
import { type Rig, startRig } from './rig.ts';

describe('a container whose clock is wrong', { concurrency: true, timeout: 240_000 }, () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());

  for (const [title, offsetSeconds] of [
    ['an hour behind', -3600],
    ['an hour ahead', 3600],
  ] as const) {
    it(`by ${title} is dated by the seconds since the end of its run`, async () => {
      const name = title.replaceAll(' ', '-');
      const cluster = await rig.userCluster(name);
      const jobId = await launched(rig, { name, cluster: name, iterations: 1, command: 'sleep 300' });
      const finishedAt = Date.now() / 1000 + offsetSeconds;
      const times = { startedAt: finishedAt - 60, finishedAt, endedSecondsAgo: 1.5 };
      const sentAt = Date.now();
      const body = { run: 'by-hand', exitCode: 0, ...times };
      const { status, text } = await rig.api.report(jobId, rig.tokenOf(jobId), body);
      const answeredAt = Date.now();
      assert.equal(status, 202, text);
      const job = await endsOnce(rig, cluster, jobId);
      const endedAt = Date.parse(job.finishedAt ?? '');
      assert.ok(endedAt >= sentAt - 1500 && endedAt <= answeredAt - 1500, job.finishedAt);
      assert.equal(job.points.at(-1)?.iterations.at(-1)?.durationSeconds, 60);
    });
  }
});
