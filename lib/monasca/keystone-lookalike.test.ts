import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HttpResponse, withoutCredentials } from '../http/http.ts';
import { monascaCredentials } from './credentials.ts';
import { keystone } from './keystone.ts';

const noon = Date.parse('2026-01-01T12:00:00Z');
const credentials = monascaCredentials.parse({
  keystone_url: 'http://keystone.example/v3',
  monocasca_client_url: 'http://monasca.example',
  username: 'pacer',
  password: 'secret',
  project_name: 'mesos',
});

/** When the token of an answer without `issued_at` is renewed. */
async function renewAt(headers: Record<string, string>): Promise<number> {
  const answer: HttpResponse = {
    status: 201,
    headers: { 'x-subject-token': 'token', ...headers },
    body: JSON.stringify({ token: { expires_at: '2026-01-01T13:00:00.000000Z' } }),
  };
  const { token } = keystone(credentials, {
    http: async ({ url }) => {
      assert.equal(withoutCredentials(url), 'http://keystone.example/v3/auth/tokens');
      return answer;
    },
    now: () => noon,
  });
  return (await token()).renewAt;
}

test('the lifetime of a token without issued_at begins when its answer was sent, by the clock of the sender', async () => {
  assert.equal(await renewAt({ date: 'Thu, 01 Jan 2026 12:30:00 GMT' }), noon + (30 - 2) * 60_000);
});

test('without a date it lives from when it was asked for, by our own clock', async () => {
  assert.equal(await renewAt({}), noon + (60 - 2) * 60_000);
  assert.equal(await renewAt({ date: 'yesterday' }), noon + (60 - 2) * 60_000);
});
