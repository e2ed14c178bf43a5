import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { jobRequest } from './job-request.ts';
import { type Rig, startRig } from './rig.ts';

describe('a launch that is only planned', { timeout: 240_000 }, () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());

  const plan = (request: unknown, headers: Record<string, string> = {}) =>
    rig.api.call('/jobs?dryRun=true', { method: 'POST', body: request, headers });
  const codeOf = (json: Record<string, unknown> | null) =>
    JSON.stringify(json).match(/"code":"([^"]+)"/)?.[1];
  const listed = async () => (await rig.api.call('/jobs?state=all')).json?.jobs;

  it('tells cpus, forecast, cost and adjustments, and leaves nothing anywhere', async () => {
    const cluster = await rig.userCluster('planned');
    const request = jobRequest({ name: 'planned', cluster: cluster.name, iterations: 10, pause: 2 });
    const key = { 'idempotency-key': 'planned' };
    const { status, json, text } = await plan(request, key);
    assert.equal(status, 200, text);
    assert.deepEqual([json?.dryRun, json?.name, json?.jobId], [true, 'planned', undefined]);
    // Ten runs of twenty seconds each with one cpu; nothing is held in the pauses.
    assert.equal(json?.cpus, 1);
    assert.ok(Math.abs(Number(json?.expectedCoreSeconds) - 200) <= 5, text);
    assert.ok(json?.forecast && json?.decision && Array.isArray(json?.adjustments), text);
    assert.deepEqual(await listed(), []);
    assert.equal(await cluster.knows('planned'), false);
    assert.equal((await rig.api.launch(request, key)).status, 201);
  });

  it('tells at once that a deadline cannot be met, as the launch and its first evaluation do', async () => {
    const { name: cluster } = await rig.userCluster('hopeless');
    const hopeless = { name: 'hopeless', cluster, iterations: 10, iterationDuration: 30, deadline: '20s' };
    const request = jobRequest({ ...hopeless, law: 'adaptive', command: 'sleep 30' });
    const planned = await plan(request);
    const launched = await rig.api.launch(request);
    const shown = await rig.api.call(`/jobs/${launched.json?.jobId}`);
    for (const { json, text } of [planned, launched, shown]) {
      assert.equal(json?.outlook, 'cannot-be-met', text);
      assert.match(
        text,
        /the deadline cannot be met: if an iteration takes 30 s with 1 cpu, with 2 cpus .* after the deadline/,
      );
    }
    await rig.api.call(`/jobs/${launched.json?.jobId}`, { method: 'DELETE' });
  });

  it('is refused as a launch is, and as a query that was mistyped', async () => {
    const { name: cluster } = await rig.userCluster('refusing');
    const request = jobRequest({ name: 'twice', cluster, iterations: 500 });
    const wrong = await plan({ ...request, cpus: { min: 3, max: 2 } });
    assert.deepEqual([wrong.status, codeOf(wrong.json)], [400, 'invalid-request']);
    assert.equal((await plan({ ...request, cluster: 'nowhere' })).status, 400);
    const { status } = await rig.api.call('/jobs?dryrun=true', { method: 'POST', body: request });
    assert.equal(status, 400);
    assert.equal((await rig.api.launch(request)).status, 201);
    const taken = await plan(request);
    assert.deepEqual([taken.status, codeOf(taken.json)], [409, 'name-in-use']);
  });
});
