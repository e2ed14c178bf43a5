import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportRoute } from './admission.ts';
import { functionRoute } from './function-route.ts';
import { ownRoutes } from './own-routes.ts';
import { startApi, startReportDoor } from './start-api.ts';

const asked: string[] = [];
const target = {
  name: 'any',
  invoke: async (event: unknown) => {
    asked.push((event as { routeKey: string }).routeKey);
    return {};
  },
  crash: async () => {},
  close: async () => {},
};
const routes = [reportRoute, 'POST /jobs', 'GET /jobs'].map((key) => functionRoute(key, target));
const token = 'the-token';
const settings = { port: 0, admission: { token, tokenFile: 'file' }, callbackHosts: [] };

test('where containers report, nothing but reports is taken, even from one who has the token', async (t) => {
  const door = await startReportDoor(routes, { ...settings, address: '127.0.0.1' });
  assert.ok(door);
  t.after(() => door.close());
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const statusOf = async (method: string, path: string) =>
    (await fetch(door.url + path, { method, headers, ...(method === 'POST' ? { body: '{}' } : {}) })).status;
  assert.equal(await statusOf('POST', '/jobs/1/iterations'), 200);
  assert.deepEqual([await statusOf('POST', '/jobs'), await statusOf('GET', '/jobs')], [404, 404]);
  assert.deepEqual(asked, [reportRoute]);
});

test('there is no door at an address that another machine has', async () => {
  assert.equal(await startReportDoor(routes, { ...settings, address: '203.0.113.1' }), null);
});

test('that it is there it tells anybody, what it can do those who have the token', async (t) => {
  const api = await startApi([...ownRoutes, ...routes], settings);
  t.after(() => api.close());
  const health = await fetch(`${api.url}/health`);
  assert.deepEqual([health.status, await health.json()], [200, { status: 'ok' }]);
  assert.equal((await fetch(`${api.url}/openapi.json`)).status, 401);
  const headers = { authorization: `Bearer ${token}` };
  const description = await (await fetch(`${api.url}/openapi.json`, { headers })).json();
  assert.ok('/jobs/{jobId}' in Object(Object(description).paths));
});
