import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ended, endsOnce, launched } from './job-end.ts';
import { jobRequest } from './job-request.ts';
import { type Rig, startRig } from './rig.ts';

describe('launching twice', { concurrency: true, timeout: 240_000 }, () => {
  let rig: Rig;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());

  it('with the same Idempotency-Key gives the same job once, however often at a time', async () => {
    const cluster = await rig.userCluster('same-key');
    const request = jobRequest({ name: 'same-key', cluster: 'same-key' });
    const key = { 'idempotency-key': 'a-key-1' };
    const replies = await Promise.all(Array.from({ length: 5 }, () => rig.api.launch(request, key)));
    const jobIds = new Set(replies.map(({ json }) => json?.jobId));
    assert.equal(jobIds.size, 1);
    assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 200, 200, 200, 201]);
    const [jobId] = jobIds;
    await endsOnce(rig, cluster, String(jobId));
    const again = await rig.api.launch(request, key);
    assert.deepEqual([again.status, again.json?.jobId, again.json?.status], [200, jobId, 'COMPLETED']);
  });

  it('with the same Idempotency-Key and another request is refused', async () => {
    await rig.userCluster('other-body');
    const request = jobRequest({ name: 'other-body', cluster: 'other-body', iterations: 1 });
    const key = { 'idempotency-key': 'a-key-2' };
    const first = await rig.api.launch(request, key);
    const second = await rig.api.launch({ ...request, iterations: 2 }, key);
    assert.equal(second.status, 409);
    assert.equal(Object(second.json?.error).code, 'idempotency-key-used');
    assert.ok(second.text.includes(String(first.json?.jobId)));
  });

  it('under the name of a live job is refused with its id, and fine when that one has ended', async () => {
    const cluster = await rig.userCluster('same-name');
    const request = { name: 'same-name', cluster: 'same-name', iterations: 3, command: 'sleep 0.3' };
    const first = await launched(rig, request);
    const refused = await rig.api.launch(jobRequest(request));
    assert.equal(refused.status, 409);
    assert.equal(Object(refused.json?.error).code, 'name-in-use');
    assert.ok(refused.text.includes(first));
    await endsOnce(rig, cluster, first);
    const second = await launched(rig, request);
    assert.notEqual(second, first);
    // Chronos has launched the first job's runs under the same name.
    await endsOnce(rig, cluster, second, { extraLaunches: 3 });
  });

  it('at once under the same name launches one of them', async () => {
    await rig.userCluster('race');
    const request = jobRequest({ name: 'race', cluster: 'race', iterations: 1 });
    const replies = await Promise.all(Array.from({ length: 4 }, () => rig.api.launch(request)));
    assert.deepEqual(replies.map(({ status }) => status).sort(), [201, 409, 409, 409]);
    const [taken] = replies.filter(({ status }) => status === 201);
    await ended(rig, String(taken?.json?.jobId));
  });

  it('under the name of a Chronos job of somebody else is refused, and that job stays as it was', async () => {
    const cluster = await rig.userCluster('foreign');
    const theirs = {
      name: 'foreign',
      command: 'true',
      owner: 'somebody@example.com',
      cpus: 0.3,
      schedule: 'R/2099-01-01T00:00:00Z/PT24H',
    };
    await cluster.chronosCall('POST', '/iso8601', theirs);
    while (!(await cluster.knows('foreign')));
    const earlier = await cluster.chronosCall('GET', '/jobs');
    const refused = await rig.api.launch(jobRequest({ name: 'foreign', cluster: 'foreign' }));
    assert.equal(refused.status, 409);
    assert.equal(Object(refused.json?.error).code, 'name-taken-in-framework');
    assert.deepEqual(await cluster.chronosCall('GET', '/jobs'), earlier);
    assert.equal(cluster.chronos.observed.launches('foreign'), 0);
  });
});
