import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type LocalKeystone, startKeystone } from './start-keystone.ts';

const users = [
  { name: 'pacer', password: 'one', project: 'mesos', roles: ['monasca-user'] },
  { name: 'pacer', password: 'one', project: 'other', roles: ['reader'] },
  { name: 'watcher', password: 'two', project: 'mesos', roles: ['service'] },
];

async function started(t: TestContext, options: { tokenSeconds?: number } = {}): Promise<LocalKeystone> {
  const keystone = await startKeystone({ users, ...options });
  t.after(() => keystone.close());
  return keystone;
}

async function logIn(keystone: LocalKeystone, name = 'pacer', password = 'one', project = 'mesos') {
  const domain = { id: 'default' };
  const identity = { methods: ['password'], password: { user: { name, password, domain } } };
  const body = JSON.stringify({ auth: { identity, scope: { project: { name: project, domain } } } });
  const headers = { 'content-type': 'application/json' };
  const reply = await fetch(`${keystone.url}/v3/auth/tokens`, { method: 'POST', headers, body });
  return reply.headers.get('x-subject-token') ?? '';
}

test('a user has in each project the roles given there', async (t) => {
  const keystone = await started(t);
  assert.deepEqual(keystone.validate(await logIn(keystone))?.roles, ['monasca-user']);
  assert.deepEqual(keystone.validate(await logIn(keystone, 'pacer', 'one', 'other'))?.roles, ['reader']);
  assert.equal(await logIn(keystone, 'watcher', 'two', 'other'), '');
});

test('logins are counted, refused ones too', async (t) => {
  const keystone = await started(t);
  await logIn(keystone);
  await logIn(keystone, 'pacer', 'wrong');
  assert.equal(keystone.logins(), 2);
  assert.equal(keystone.count('POST', '/v3/auth/tokens'), 2);
});

test('a token ends at its time, and all of them when they are revoked', async (t) => {
  const keystone = await started(t, { tokenSeconds: 1 });
  const token = await logIn(keystone);
  while (keystone.validate(token)) await delay(20);
  const lasting = await started(t);
  const other = await logIn(lasting);
  assert.ok(lasting.validate(other));
  lasting.revokeTokens();
  assert.equal(lasting.validate(other), undefined);
});

test("another's token is shown to a service and not to a user", async (t) => {
  const keystone = await started(t);
  const mine = await logIn(keystone);
  const service = await logIn(keystone, 'watcher', 'two');
  const ask = async (asker: string, subject: string) => {
    const headers = { 'x-auth-token': asker, 'x-subject-token': subject };
    return (await fetch(`${keystone.url}/v3/auth/tokens`, { headers })).status;
  };
  assert.equal(await ask(service, mine), 200);
  assert.equal(await ask(mine, service), 403);
});

test('faults come and go while it runs', async (t) => {
  const keystone = await started(t);
  const get = (signal?: AbortSignal) => fetch(`${keystone.url}/v3`, signal ? { signal } : {});
  keystone.setFaults(({ path }) => (path === '/v3' ? { status: 502, body: 'bad gateway' } : undefined));
  assert.equal((await get()).status, 502);
  keystone.setFaults(() => 'reset');
  await assert.rejects(get());
  keystone.setFaults(() => 'hang');
  await assert.rejects(get(AbortSignal.timeout(50)), { name: 'TimeoutError' });
  keystone.setFaults(() => ({ delayMs: 10 }));
  assert.equal((await get()).status, 200);
  keystone.setFaults(undefined);
  assert.equal((await get()).status, 200);
});
