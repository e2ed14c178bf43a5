import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { z } from 'zod';
import { http } from '../../lib/http/http.ts';
import { monascaCredentials } from '../../lib/monasca/credentials.ts';
import { keystone } from '../../lib/monasca/keystone.ts';
import { startKeystone } from '../../simulators/keystone/start-keystone.ts';
import { realKeystoneMissing, startRealKeystone } from './real-keystone.ts';

const account = { user: 'pacer', password: 'p"w', project: 'mesos' };
const Default = { name: 'Default' };

const version = z.looseObject({ id: z.string() });
const named = z.looseObject({ id: z.string(), name: z.string() });
const answer = z.looseObject({
  token: z
    .looseObject({
      user: named.extend({ domain: named }),
      project: named.optional(),
      roles: z.array(named).optional(),
      issued_at: z.string(),
      expires_at: z.string(),
    })
    .optional(),
  error: z.looseObject({ code: z.number(), message: z.string(), title: z.string() }).optional(),
  version: version.optional(),
  versions: z.object({ values: z.array(version) }).optional(),
});

interface Server {
  url: string;
  close(): Promise<void>;
}

contract('the local Keystone', false, () => {
  const { user: name, password, project } = account;
  return startKeystone({ users: [{ name, password, project, roles: ['admin'] }] });
});
contract("OpenStack's own Keystone", realKeystoneMissing, () => startRealKeystone(account));

function contract(what: string, skip: string | false, start: () => Promise<Server>): void {
  describe(`${what} keeps the contract`, { skip }, () => {
    let server: Server;
    before(async () => {
      server = await start();
    });
    after(() => server.close());

    const post = (body: unknown, path = '/v3/auth/tokens', type = 'application/json') =>
      fetch(server.url + path, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': type },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });

    test('a good login gives the token in a header, and user, project, roles and times in the body', async () => {
      const reply = await post(login());
      assert.equal(reply.status, 201);
      assert.match(reply.headers.get('x-subject-token') ?? '', /^gAAAA[\w-]{150,250}=*$/);
      const { token } = await json(reply);
      assert.equal(token?.user.name, 'pacer');
      assert.deepEqual(token?.user.domain, { id: 'default', name: 'Default' });
      assert.equal(token?.project?.name, 'mesos');
      assert.ok(token?.roles?.some(({ name }) => name === 'admin'));
      for (const time of [token?.issued_at, token?.expires_at]) {
        assert.match(time ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000Z$/);
      }
      assert.equal(Date.parse(token?.expires_at ?? '') - Date.parse(token?.issued_at ?? ''), 3_600_000);
    });

    test('the client logs in, and the token that it gets is validated until it is revoked', async () => {
      const credentials = monascaCredentials.parse({
        keystone_url: `${server.url}/v3/`,
        monocasca_client_url: 'http://127.0.0.1:9',
        username: account.user,
        password: account.password,
        project_name: account.project,
      });
      const deps = { http: http({ timeoutMs: 5000 }), now: Date.now };
      const { id, renewAt } = await keystone(credentials, deps).token();
      assert.ok(Math.abs(renewAt - Date.now() - 3_480_000) < 60_000);
      const headers = { 'x-auth-token': id, 'x-subject-token': id };
      const ask = (method: string) => fetch(`${server.url}/v3/auth/tokens`, { method, headers });
      assert.equal((await json(await ask('GET'))).token?.project?.name, 'mesos');
      assert.equal((await ask('DELETE')).status, 204);
      assert.equal((await ask('GET')).status, 401);
      const wrong = keystone({ ...credentials, password: 'wrong' }, deps).token();
      await assert.rejects(wrong, { name: 'LoginRefusedError' });
    });

    test('a token without scope has neither project nor roles', async () => {
      const { token } = await json(await post({ auth: { identity: login().auth.identity } }));
      assert.deepEqual([token?.project, token?.roles], [undefined, undefined]);
    });

    test('whatever is wrong with a login, the answer is the same', async () => {
      const wrongs = [
        login({ password: 'wrong' }),
        login({ name: 'nobody' }),
        login({ domain: { name: 'default' } }),
        login({}, { name: 'nowhere', domain: Default }),
        login({}, { name: 'mesos', domain: { name: 'elsewhere' } }),
      ];
      for (const wrong of wrongs) {
        const reply = await post(wrong);
        assert.equal(reply.status, 401);
        assert.equal(reply.headers.get('www-authenticate'), `Keystone uri="${server.url}/v3"`);
        const message = 'The request you have made requires authentication.';
        assert.deepEqual(await json(reply), { error: { code: 401, message, title: 'Unauthorized' } });
      }
    });

    test('ids need no domain', async () => {
      const { token } = await json(await post(login()));
      const byId = { id: token?.user.id, password: account.password, name: undefined, domain: undefined };
      assert.equal((await post(login(byId, { id: token?.project?.id }))).status, 201);
    });

    for (const [mistake, body, message] of [
      ['a user without domain', login({ domain: undefined }), /^Expecting to find domain in user/],
      ['a project without domain', login({}, { name: 'mesos' }), /^Expecting to find domain in project/],
      ['broken JSON', '{', /^Expecting to find valid JSON in request body/],
      ['a list', '[]', /^Expecting to find valid JSON in request body/],
      ['an empty object', '{}', /^Expecting to find auth in request body/],
      ['nothing at all', '', /^Expecting to find auth in request body/],
      ['no identity', { auth: {} }, /identity/],
      ['no methods', { auth: { identity: {} } }, /methods/],
      [
        'a method without its part',
        { auth: { identity: { methods: ['password'] } } },
        /^Expecting to find password/,
      ],
      ['a password that is a number', login({ password: 12 }), /password/],
    ] as [string, unknown, RegExp][]) {
      test(`${mistake} is a bad request that says so`, async () => {
        const reply = await post(body);
        assert.equal(reply.status, 400);
        const { error } = await json(reply);
        assert.deepEqual([error?.code, error?.title], [400, 'Bad Request']);
        assert.match(error?.message ?? '', message);
      });
    }

    test('a body that is not said to be JSON is refused', async () => {
      const form = await post(login(), '/v3/auth/tokens', 'application/x-www-form-urlencoded');
      assert.match(
        (await json(form)).error?.message ?? '',
        /^Expecting to find application\/json in Content-Type header/,
      );
      assert.equal((await post(login(), '/v3/auth/tokens', 'application/json; charset=utf-8')).status, 201);
    });

    test('only the slashes at the ends of the path are forgiven', async () => {
      assert.equal((await post(login(), '/v3/auth/tokens/')).status, 201);
      assert.equal((await post(login(), '//v3/auth/tokens')).status, 201);
      assert.equal((await post(login(), '/v3//auth/tokens')).status, 308);
    });

    test('another path is not found, in HTML', async () => {
      for (const path of ['/v2.0/tokens', '/auth/tokens', '/v3/v3/auth/tokens']) {
        const reply = await post(login(), path);
        assert.equal(reply.status, 404);
        assert.match(reply.headers.get('content-type') ?? '', /^text\/html/);
      }
    });

    test('the versions are shown to anybody', async () => {
      const root = await fetch(`${server.url}/`);
      assert.equal(root.status, 300);
      assert.match((await json(root)).versions?.values[0]?.id ?? '', /^v3\./);
      for (const path of ['/v3', '/v3/']) {
        const reply = await fetch(server.url + path);
        assert.equal(reply.status, 200);
        assert.match((await json(reply)).version?.id ?? '', /^v3\./);
      }
    });

    test('a token that it does not know is not found, an asker that it does not know is refused', async () => {
      const token = (await post(login())).headers.get('x-subject-token') ?? '';
      const ask = async (asker: string) => {
        const headers = { 'x-auth-token': asker, 'x-subject-token': 'unknown' };
        return (await fetch(`${server.url}/v3/auth/tokens`, { headers })).status;
      };
      assert.equal(await ask(token), 404);
      assert.equal(await ask('unknown'), 401);
    });

    test('a token got by a token lives no longer than that one', async () => {
      const first = await post(login());
      const id = first.headers.get('x-subject-token');
      const { token } = await json(first);
      const { scope } = login().auth;
      const again = await json(
        await post({ auth: { identity: { methods: ['token'], token: { id } }, scope } }),
      );
      assert.equal(again.token?.expires_at, token?.expires_at);
    });
  });
}

function login(
  user: Record<string, unknown> = {},
  project: Record<string, unknown> = { name: 'mesos', domain: Default },
) {
  const given = { name: account.user, password: account.password, domain: Default, ...user };
  const identity = { methods: ['password'], password: { user: given } };
  return { auth: { identity, scope: { project } } };
}

async function json(reply: Response): Promise<z.output<typeof answer>> {
  return answer.parse(await reply.json());
}
