import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startClockedMonasca } from '../../test/rigs/clocked-monasca.ts';

describe('names are what MySQL takes them for', () => {
  let rig: Awaited<ReturnType<typeof startClockedMonasca>>;
  before(async () => {
    rig = await startClockedMonasca();
  });
  after(() => rig.close());
  const method = (name: string) =>
    rig.call('POST', '/notification-methods', { name, type: 'EMAIL', address: 'a@b' });
  const definition = (name: string) =>
    rig.call('POST', '/alarm-definitions', { name, expression: 'last(m) > 1' });

  test('a notification method HOOK is there when hook is', async () => {
    const { id } = await method('hook');
    const { status, description } = await method('HOOK');
    assert.deepEqual([status, description], [409, 'A notification method with the name HOOK already exists']);
    assert.equal((await rig.call('PATCH', `/notification-methods/${id}`, { name: 'HOOK' })).status, 200);
  });

  test('an alarm definition is found by its name in another case, and not made again', async () => {
    const { id } = await definition('Late');
    assert.deepEqual(
      (await rig.call('GET', '/alarm-definitions?name=LATE')).elements.map((each) => each.id),
      [id],
    );
    const { status, title } = await definition('late');
    assert.deepEqual([status, title], [409, 'AlreadyExistsException']);
    assert.equal((await definition('later')).status, 201);
  });

  test('a name with an emoji is a 500', async () => {
    for (const make of [method, definition]) {
      const { status, title, description } = await make('told 😀');
      assert.deepEqual([status, title], [500, 'Service unavailable']);
      assert.match(description ?? '', /Illegal mix of collations/);
    }
  });
});
