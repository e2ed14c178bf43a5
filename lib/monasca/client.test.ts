import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { type LocalKeystone, startKeystone } from '../../simulators/keystone/start-keystone.ts';
import { type LocalMonasca, startMonasca } from '../../simulators/monasca/start-monasca.ts';
import { http } from '../http/http.ts';
import { monascaClient } from './client.ts';
import { monascaCredentials } from './credentials.ts';
import { type Metric, sanitizeMetric } from './metric.ts';

const password = 'a-password';

describe('metrics are sent to Monasca', () => {
  let keystone: LocalKeystone;
  let monasca: LocalMonasca;
  let seen = 0;
  let loginsBefore = 0;
  before(async () => {
    const users = [
      { name: 'agent', password, project: 'mesos', roles: ['monasca-agent'] },
      { name: 'reader', password, project: 'mesos', roles: ['monasca-read-only-user'] },
    ];
    keystone = await startKeystone({ users });
    const directory = await mkdtemp(join(tmpdir(), 'monasca-'));
    monasca = await startMonasca({ keystone: keystone.validate, directory });
  });
  after(async () => {
    await monasca.close();
    await keystone.close();
  });
  beforeEach(() => {
    seen = monasca.received().length;
    loginsBefore = keystone.logins();
  });
  afterEach(() => {
    monasca.setFaults(undefined);
  });
  const received = () => monasca.received().slice(seen);
  const logins = () => keystone.logins() - loginsBefore;
  const posts = () => monasca.count('POST', '/v2.0/metrics');

  function client(change: Record<string, string> = {}) {
    const credentials = monascaCredentials.parse({
      keystone_url: keystone.url,
      monocasca_client_url: monasca.url,
      username: 'agent',
      password,
      project_name: 'mesos',
      ...change,
    });
    return monascaClient(credentials, { http: http({ timeoutMs: 1000 }), now: Date.now });
  }

  function metric(change: Partial<Metric> = {}): Metric {
    return { name: 'pacer.cpus', dimensions: { job: 'one' }, timestamp: Date.now(), value: 0.5, ...change };
  }

  for (const form of ['', '/', '/v2.0', '/v2.0/']) {
    test(`a metric arrives as it is at a URL that ends in "${form}"`, async () => {
      const sent = metric({ valueMeta: { reason: 'behind' } });
      await client({ monocasca_client_url: monasca.url + form }).sendMetrics([sent]);
      const { valueMeta, ...rest } = sent;
      const [{ tenant, ...got } = { tenant: '' }] = received();
      assert.deepEqual(got, { ...rest, value_meta: valueMeta });
      assert.notEqual(tenant, '');
    });
  }

  test('no metrics are no request', async () => {
    await client().sendMetrics([]);
    assert.equal(logins(), 0);
  });

  test('mistake 1: values that JSON cannot hold are left out, and if not they are refused alone', async () => {
    assert.equal(sanitizeMetric(metric({ value: Number.NaN })), null);
    const { taken, refused } = await client().sendMetrics([metric(), metric({ value: Number.NaN })]);
    assert.deepEqual([taken, refused?.count, refused?.names], [1, 1, ['pacer.cpus']]);
    assert.match(refused?.reason ?? '', /422.*invalid value type.*pacer\.cpus/);
    assert.equal(received().length, 1);
  });

  test('mistake 2: seconds, which Monasca would take without a word, are refused here', async () => {
    const seconds = metric({ timestamp: Math.floor(Date.now() / 1000) });
    assert.equal(sanitizeMetric(seconds), null);
    const { refused } = await client().sendMetrics([seconds]);
    assert.match(refused?.reason ?? '', /not in milliseconds/);
    assert.equal(received().length, 0);
  });

  test('mistake 3: forbidden characters poison a batch unless they are replaced', async () => {
    const dirty = metric({ name: 'my job (1)', dimensions: { 'the job': 'a=b;c' } });
    assert.equal((await client().sendMetrics([dirty])).refused?.count, 1);
    await client().sendMetrics([sanitizeMetric(dirty) ?? metric()]);
    assert.deepEqual(received()[0]?.name, 'my_job__1_');
  });

  test('mistake 4: a token that was revoked or expired is renewed once and the same metrics are sent again', async () => {
    const { sendMetrics } = client();
    await sendMetrics([metric()]);
    keystone.revokeTokens();
    await sendMetrics([metric({ value: 7 })]);
    assert.deepEqual(
      received().map(({ value }) => value),
      [0.5, 7],
    );
    assert.equal(logins(), 2);
  });

  test('mistake 4: many senders with the same revoked token make one login', async () => {
    const { sendMetrics } = client();
    await sendMetrics([metric()]);
    keystone.revokeTokens();
    await Promise.all(Array.from({ length: 10 }, () => sendMetrics([metric()])));
    assert.equal(received().length, 11);
    assert.equal(logins(), 2);
  });

  test('mistake 5: a missing role is named, and makes neither a second login nor a second request', async () => {
    const { sendMetrics } = client({ username: 'reader' });
    const postsBefore = posts();
    const isMissing = {
      name: 'MissingRoleError',
      status: 401,
      message: /role monasca-user or monasca-agent/,
    };
    for (let attempt = 0; attempt < 5; attempt++) await assert.rejects(sendMetrics([metric()]), isMissing);
    assert.equal(logins(), 1);
    assert.equal(posts() - postsBefore, 5);
  });

  test('mistake 5: a Monasca that never takes a token costs one renewal a call and no more', async () => {
    monasca.setFaults(() => ({ status: 401, body: '{"error":{"code":401,"title":"Unauthorized"}}' }));
    const postsBefore = posts();
    await assert.rejects(client().sendMetrics([metric()]), {
      name: 'TokenRefusedError',
      code: 'token-refused',
    });
    assert.equal(logins(), 2);
    assert.equal(posts() - postsBefore, 2);
  });

  test('mistake 5: an error of the server is told apart from a refusal, HTML or not', async () => {
    const { sendMetrics } = client();
    monasca.setFaults(() => ({ status: 503, body: '<html>no Keystone</html>' }));
    await assert.rejects(sendMetrics([metric()]), {
      name: 'MonascaAnswerError',
      status: 503,
      message: /later/,
    });
    monasca.setFaults(() => 'reset');
    await assert.rejects(sendMetrics([metric()]), { name: 'NoAnswerError' });
    monasca.setFaults(() => 'hang');
    await assert.rejects(sendMetrics([metric()]), { name: 'NoAnswerError' });
    monasca.setFaults(undefined);
    await sendMetrics([metric()]);
    assert.equal(received().length, 1);
  });

  test('mistake 6: some hundred metrics are one request and one token', async () => {
    const { sendMetrics } = client();
    const postsBefore = posts();
    await sendMetrics(Array.from({ length: 500 }, (_, value) => metric({ value })));
    await sendMetrics([metric()]);
    assert.equal(received().length, 501);
    assert.deepEqual([posts() - postsBefore, logins()], [2, 1]);
  });

  test('mistake 7: the content type is exact and the length is given, also beyond ASCII', async () => {
    await client().sendMetrics([metric({ dimensions: { job: 'año 😀' } })]);
    assert.equal(received()[0]?.dimensions.job, 'año 😀');
  });

  test('mistake 8: a wrong address is an error that says so, whatever the body is', async () => {
    const wrong = client({ monocasca_client_url: `${monasca.url}/monasca` });
    const isWrong = { name: 'MonascaAnswerError', status: 404, message: /monocasca_client_url/ };
    await assert.rejects(wrong.sendMetrics([metric()]), isWrong);
  });

  test('neither password nor token gets into an error', async () => {
    let token = '';
    const spying = http({ timeoutMs: 1000 });
    const credentials = monascaCredentials.parse({
      keystone_url: keystone.url,
      monocasca_client_url: monasca.url,
      username: 'agent',
      password,
      project_name: 'mesos',
    });
    const { sendMetrics } = monascaClient(credentials, {
      now: Date.now,
      http: (request) => {
        token = request.headers?.['x-auth-token'] ?? '';
        monasca.setFaults(() => ({ status: 500, body: `bad token ${token}` }));
        return spying(request);
      },
    });
    await assert.rejects(sendMetrics([metric()]), ({ message }: Error) => {
      assert.ok(token.length > 100);
      return (
        !message.includes(token) && !message.includes(password) && message.includes('bad token [secret]')
      );
    });
  });
});
