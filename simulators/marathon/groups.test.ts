import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { sleeps, type TestRig, testRig } from '../../test/rigs/marathon-simulator.ts';

let rig: TestRig;
beforeEach(async () => {
  rig = await testRig();
});
afterEach(() => rig.close());

const app = { ...sleeps, instances: 0 };
const clash = 'Groups and Applications may not have the same identifier.';

/** Where an app is refused for its id. */
async function refusedAt(id: string): Promise<unknown> {
  const { status, body } = await rig.call('POST', '/v2/apps', { ...app, id });
  assert.equal(status, 422, id);
  const [detail] = [body.details].flat();
  assert.deepEqual(Object(detail).errors, [clash]);
  return Object(detail).path;
}

test('an app may not have the id of a group, nor lie below an app', async () => {
  await rig.create({ ...app, id: '/a/x' });
  await rig.create({ ...app, id: '/b/c/x' });
  assert.equal(await refusedAt('/a'), '/');
  assert.equal(await refusedAt('/b/c'), '/groups(1)');
  assert.equal(await refusedAt('/a/x/y'), '/groups(0)');
  assert.equal(await refusedAt('/b/c/x/y'), '/groups(1)/groups(0)');
});

test('a group stays when its last app has gone, over a restart, until it is deleted itself', async () => {
  await rig.create({ ...app, id: '/science/pi' });
  await rig.call('DELETE', '/v2/apps/science/pi');
  assert.equal(await refusedAt('/science'), '/');
  await rig.restart();
  assert.equal(await refusedAt('/science'), '/');
  const { body } = await rig.call('GET', '/v2/groups/science');
  assert.deepEqual([body.id, body.apps, body.groups], ['/science', [], []]);
  assert.equal((await rig.call('DELETE', '/v2/groups/science')).status, 200);
  assert.equal((await rig.call('GET', '/v2/groups/science')).status, 404);
  assert.equal((await rig.call('POST', '/v2/apps', { ...app, id: '/science' })).status, 201);
});

test('a PUT of a group removes what it does not name', async () => {
  const two = ['one', 'two'].map((id) => ({ ...app, id }));
  const created = await rig.call('POST', '/v2/groups', { id: '/g', apps: two });
  assert.deepEqual([created.status, created.headers.get('location')], [201, `${rig.marathon.url}/g`]);
  assert.equal((await rig.call('PUT', '/v2/groups/g', { apps: two.slice(1) })).status, 200);
  const { apps } = (await rig.call('GET', '/v2/groups/g')).body;
  assert.deepEqual(
    [apps].flat().map((each) => Object(each).id),
    ['/g/two'],
  );
});
