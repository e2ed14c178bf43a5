import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { sleeps, type TestRig, testRig } from '../../test/rigs/marathon-simulator.ts';

const most = 2;

let rig: TestRig;
beforeEach(async () => {
  rig = await testRig({ maxRunningDeployments: most });
  await rig.create({ id: '/ok' });
  for (const id of ['/big1', '/big2']) await rig.call('POST', '/v2/apps', { ...sleeps, id, cpus: 9 });
});
afterEach(() => rig.close());

const refusal =
  /^Max number \(2\) of running deployments is achieved\. Wait for existing deployments to complete or cancel one/;

test('at the limit everything that would be a deployment is refused, forced or not, before anything else is seen', async () => {
  const [newest] = await rig.deployments();
  for (const [method, path, body] of [
    ['POST', '/v2/apps', { ...sleeps, id: '/third' }],
    ['POST', '/v2/apps', { ...sleeps, id: '/ok' }],
    ['PATCH', '/v2/apps/ok', { cpus: 0.2 }],
    ['PATCH', '/v2/apps/ok', {}],
    ['PATCH', '/v2/apps/big1?force=true', { cpus: 0.2 }],
    ['POST', '/v2/apps/ok/restart', undefined],
    ['DELETE', '/v2/apps/big1?force=true', undefined],
    ['DELETE', '/v2/apps/nope?force=true', undefined],
    ['DELETE', `/v2/deployments/${newest?.id}`, undefined],
    ['DELETE', '/v2/apps/ok/tasks?scale=true', undefined],
  ] as const) {
    const { status, body: answer } = await rig.call(method, path, body);
    assert.equal(status, 403, `${method} ${path}`);
    assert.match(String(answer.message), refusal);
  }
});

test('what is not sound is still told first', async () => {
  assert.equal((await rig.call('POST', '/v2/apps', { id: '/bad' })).status, 422);
  assert.equal((await rig.call('PATCH', '/v2/apps/ok', { cpus: 'x' })).status, 422);
  assert.equal((await rig.call('DELETE', '/v2/deployments/nope')).status, 404);
});

test('tasks can be killed, and a deployment that is deleted by force makes room', async () => {
  assert.equal((await rig.call('DELETE', '/v2/apps/ok/tasks')).status, 200);
  const [newest] = await rig.deployments();
  const deleted = await rig.call('DELETE', `/v2/deployments/${newest?.id}?force=true`);
  assert.deepEqual([deleted.status, deleted.text], [202, '']);
  assert.equal((await rig.call('PATCH', '/v2/apps/ok', { cpus: 0.2 })).status, 200);
});
