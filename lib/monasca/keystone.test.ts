import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { type LocalKeystone, startKeystone } from '../../simulators/keystone/start-keystone.ts';
import { http } from '../http/http.ts';
import { monascaCredentials } from './credentials.ts';
import { type KeptToken, keystone } from './keystone.ts';

describe('tokens are got from Keystone', () => {
  let server: LocalKeystone;
  let clock = 0;
  let loginsBefore = 0;
  const tokenSeconds = 3600;
  before(async () => {
    const users = [{ name: 'pacer', password: 'se"cret', project: 'mesos', roles: ['monasca-user'] }];
    server = await startKeystone({ users, tokenSeconds });
  });
  after(() => server.close());
  beforeEach(() => {
    clock = 0;
    loginsBefore = server.logins();
    server.setFaults(undefined);
  });
  const logins = () => server.logins() - loginsBefore;

  function tokens(change: Record<string, string> = {}, kept: KeptToken = {}) {
    const credentials = monascaCredentials.parse({
      keystone_url: server.url,
      monocasca_client_url: 'http://127.0.0.1:9',
      username: 'pacer',
      password: 'se"cret',
      project_name: 'mesos',
      ...change,
    });
    return keystone(credentials, { http: http({ timeoutMs: 2000 }), now: () => clock, kept });
  }

  for (const form of ['', '/', '/v3', '/v3/', '/v3/auth/tokens']) {
    test(`a keystone_url that ends in "${form}" works and gives a token of the project`, async () => {
      const { id } = await tokens({ keystone_url: server.url + form }).token();
      assert.equal(server.validate(id)?.project?.name, 'mesos');
    });
  }

  test('a token is kept until two minutes before its end', async () => {
    const { token } = tokens();
    const first = await token();
    clock = (tokenSeconds - 121) * 1000;
    assert.deepEqual(await token(), first);
    clock = (tokenSeconds - 120) * 1000;
    assert.notDeepEqual(await token(), first);
    assert.equal(logins(), 2);
  });

  test('a token that lives shorter than that is used for half its life, not got anew for every call', async () => {
    const users = [{ name: 'pacer', password: 'se"cret', project: 'mesos', roles: [] }];
    const short = await startKeystone({ users, tokenSeconds: 100 });
    const { token } = tokens({ keystone_url: short.url });
    await token();
    clock = 49_000;
    await token();
    assert.equal(short.logins(), 1);
    clock = 50_000;
    await token();
    assert.equal(short.logins(), 2);
    await short.close();
  });

  test('callers at the same time share one login', async () => {
    const { token } = tokens();
    const got = await Promise.all(Array.from({ length: 20 }, token));
    assert.equal(new Set(got.map(({ id }) => id)).size, 1);
    assert.equal(logins(), 1);
  });

  test('clients of the same cluster share one login', async () => {
    const kept = {};
    const each = () => tokens({}, kept).token();
    const got = await Promise.all(Array.from({ length: 20 }, each));
    assert.equal(new Set(got.map(({ id }) => id)).size, 1);
    assert.equal(logins(), 1);
  });

  test('a login that was refused is not tried again for a minute, lest Keystone locks the user', async () => {
    const kept = {};
    const wrong = () => tokens({ password: 'wrong' }, kept).token();
    for (let evaluation = 0; evaluation < 5; evaluation++)
      await assert.rejects(wrong, { name: 'LoginRefusedError' });
    assert.equal(logins(), 1);
    clock += 60_000;
    await assert.rejects(wrong, { name: 'LoginRefusedError' });
    assert.equal(logins(), 2);
  });

  test('those who were refused the same token share one renewal, also one that is long over', async () => {
    const { token, renew } = tokens();
    const refused = await token();
    const renewed = await Promise.all([renew(refused), renew(refused)]);
    assert.notEqual(renewed[0]?.id, refused.id);
    assert.deepEqual(await renew(refused), renewed[0]);
    assert.equal(logins(), 2);
  });

  test('a failed login is not kept: the next call tries again', async () => {
    const { token } = tokens();
    server.setFaults(() => ({ status: 503, body: '<html>down</html>' }));
    await assert.rejects(token(), { name: 'KeystoneAnswerError', status: 503, message: /down/ });
    server.setFaults(() => 'reset');
    await assert.rejects(token(), { name: 'NoAnswerError' });
    server.setFaults(undefined);
    await token();
  });

  for (const [field, value] of [
    ['password', 'wrong'],
    ['username', 'nobody'],
    ['project_name', 'nowhere'],
    ['user_domain_name', 'default'],
    ['project_domain_name', 'default'],
  ] as const) {
    test(`the ${field} "${value}" is a refused login, and the error holds no password`, async () => {
      await assert.rejects(tokens({ [field]: value }).token(), (error: Error) => {
        assert.equal(error.name, 'LoginRefusedError');
        assert.match(error.message, /^\[POST\] http:\/\/127\.0\.0\.1:\d+\/v3\/auth\/tokens: 401\. /);
        assert.doesNotMatch(error.message, /se"cret|se\\"cret|wrong/);
        return true;
      });
    });
  }

  test('a server that is no Keystone v3 is told by a short error', async () => {
    const wrong = tokens({ keystone_url: `${server.url}/v2.0` }).token();
    await assert.rejects(wrong, {
      name: 'KeystoneAnswerError',
      status: 404,
      message: /keystone_url.*404 Not Found/,
    });
  });

  test('a password that the server echoes does not get into the error', async () => {
    server.setFaults(() => ({ status: 400, body: `{'password': 'se"cret'} ${'is wrong '.repeat(500)}` }));
    await assert.rejects(tokens().token(), (error: Error) => {
      assert.doesNotMatch(error.message, /se"cret/);
      return error.message.length < 600;
    });
  });
});
