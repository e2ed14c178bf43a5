import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { type TestRig, testRig, until } from '../../test/rigs/marathon-simulator.ts';

let rig: TestRig;
beforeEach(async () => {
  rig = await testRig();
});
afterEach(() => rig.close());

test('the server answers for itself, and refuses what no route, method or type fits', async () => {
  assert.equal((await rig.call('GET', '/ping')).text, 'pong');
  assert.deepEqual((await rig.call('GET', '/v2/leader')).body, { leader: new URL(rig.marathon.url).host });
  assert.equal((await rig.call('GET', '/v2/info')).body.version, '1.8.244');
  assert.ok('gauges' in (await rig.call('GET', '/metrics')).body);
  const lost = await rig.call('GET', '/v2/nothing');
  assert.deepEqual([lost.status, lost.body], [500, { message: 'URI not found' }]);
  assert.deepEqual((await rig.call('POST', '/v2/apps/x')).body, { message: 'Method Not Allowed' });
  const headers = { 'content-type': 'text/plain' };
  const plain = await fetch(`${rig.marathon.url}/v2/apps`, { method: 'POST', headers, body: '{}' });
  assert.deepEqual([plain.status, await plain.text()], [415, '{"message":"Unsupported Media Type"}']);
  const html = await fetch(`${rig.marathon.url}/v2/apps`, { headers: { accept: 'text/html' } });
  assert.equal(html.status, 406);
  assert.deepEqual((await rig.call('GET', '/v2/apps/x')).body, { message: "App '/x' does not exist" });
});

test('with credentials everything else is refused by a page, or by nothing where no page is wanted', async () => {
  const guarded = await testRig({ credentials: { user: 'u', password: 'p' } });
  try {
    const { status, headers, text } = await guarded.call('GET', '/ping');
    assert.equal(status, 401);
    assert.equal(headers.get('www-authenticate'), 'basic realm="null"');
    assert.match(text, /^<html>/);
    const plain = await fetch(`${guarded.marathon.url}/ping`, { headers: { accept: 'application/json' } });
    assert.deepEqual([plain.status, plain.headers.get('content-type'), await plain.text()], [401, null, '']);
    const authorization = `Basic ${Buffer.from('u:p').toString('base64')}`;
    const allowed = await fetch(`${guarded.marathon.url}/v2/apps`, { headers: { authorization } });
    assert.deepEqual(await allowed.json(), { apps: [] });
  } finally {
    await guarded.close();
  }
});

test('events tell of deployments by their light plans, and of tasks', async () => {
  const headers = { accept: 'text/event-stream' };
  const query = 'event_type=deployment_success&event_type=status_update_event';
  const response = await fetch(`${rig.marathon.url}/v2/events?${query}`, { headers });
  assert.equal((await rig.call('GET', '/v2/events')).status, 405);
  let seen = '';
  const reading = (async () => {
    for await (const chunk of response.body ?? []) {
      seen += Buffer.from(chunk).toString();
      if (seen.includes('event: deployment_success')) return;
    }
  })();
  await rig.create({ id: '/x' });
  await reading;
  assert.match(seen, /event: status_update_event\r\ndata: \{.*"taskStatus":"TASK_RUNNING".*\}\r\n\r\n/);
  assert.match(
    seen,
    /"plan":\{"id":"[^"]+","steps":\[\{"actions":\[\{"action":"StartApplication","app":"\/x"\}\]\}/,
  );
  assert.doesNotMatch(seen, /deployment_info/);
  await until(() => rig.cluster.tasks().length === 1);
});
