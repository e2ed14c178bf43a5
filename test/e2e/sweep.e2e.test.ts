import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ended, launched, leavesNothing } from './job-end.ts';
import { stateOf } from './nobody-looks.ts';
import { type Rig, startRig } from './rig.ts';
import { until } from './until.ts';

describe('a job that nothing looks after any more', { concurrency: true, timeout: 240_000 }, () => {
  let rig: Rig;
  let state: ReturnType<typeof stateOf>;
  before(async () => {
    rig = await startRig();
    state = stateOf(rig.stack);
  });
  after(async () => {
    state.close();
    await rig.close();
  });

  /** Nothing has looked after the job for three days, until a sweep finds it; they come by themselves. */
  const isFound = async (jobId: string) => {
    const look = async () => {
      // A tick that was under way when its schedule went writes once more.
      await state.forget(jobId);
      const isTold = (line: string) => line.includes('"job without evaluations"') && line.includes(jobId);
      return rig.lines.some(isTold) || undefined;
    };
    await until(look, { missing: () => `No sweep finds the job ${jobId}.` });
  };

  it('goes on, whatever became of its schedule', async () => {
    const cluster = await rig.userCluster('forgotten');
    cluster.setChronosFaults(() => ({ status: 500, body: 'down' }));
    const jobId = await launched(rig, { name: 'forgotten', cluster: 'forgotten', iterations: 1 });
    await state.dropSchedule(jobId);
    await isFound(jobId);
    cluster.setChronosFaults(undefined);
    const job = await ended(rig, jobId);
    assert.equal(job.status, 'COMPLETED');
    await leavesNothing(rig, cluster, job);
  });

  it('is taken from its framework, when it has ended and comes back there; what is of others stays', async () => {
    const cluster = await rig.userCluster('comes-back');
    const jobId = await launched(rig, { name: 'comes-back', cluster: 'comes-back', iterations: 1 });
    await leavesNothing(rig, cluster, await ended(rig, jobId));
    const common = { command: 'true', owner: '', schedule: 'R/2099-01-01T00:00:00Z/PT24H' };
    const carrying = (value: string) => ({ environmentVariables: [{ name: 'PACER_JOB_ID', value }] });
    await cluster.chronosCall('POST', '/iso8601', { ...common, name: 'comes-back', ...carrying(jobId) });
    const other = { ...common, name: 'of-others', ...carrying('01KDTEST000000000000000000') };
    await cluster.chronosCall('POST', '/iso8601', other);
    const isThere = async (name: string) => (await cluster.knows(name)) || undefined;
    for (const name of ['comes-back', 'of-others'])
      await until(() => isThere(name), { missing: () => `Chronos does not take ${name}.` });
    await state.forget(jobId);
    await state.forgetReading('comes-back', 'chronos');
    const isGone = async () => !(await cluster.knows('comes-back')) || undefined;
    await until(isGone, { missing: () => 'The job is left in Chronos.' });
    await leavesNothing(rig, cluster, await rig.api.show(jobId));
    assert.ok(await cluster.knows('of-others'));
    assert.ok(rig.lines.some((line) => line.includes('"message":"swept"') && line.includes('"unknown":1')));
  });
});
