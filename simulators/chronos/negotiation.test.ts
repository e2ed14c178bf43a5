import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { prefixOf, type TestRig, testRig, until, versions } from '../../test/rigs/chronos-simulator.ts';

/** Deletes what a path names that no client of the web would send. */
async function rawStatus(url: string, path: string): Promise<number | undefined> {
  const sent = request(url, { method: 'DELETE', path }).end();
  const [answer] = await once(sent, 'response');
  answer.resume();
  return answer.statusCode;
}

for (const version of versions) {
  describe(`the framework below the API of ${version}`, () => {
    let rig: TestRig;
    before(async () => {
      rig = await testRig(version);
    });
    after(() => rig.close());
    const ask = async (method: string, path: string, headers: Record<string, string>) => {
      const answer = await fetch(`${rig.chronos.url}${prefixOf(version)}/${path}`, { method, headers });
      return [answer.status, await answer.text(), answer.headers.get('allow')] as const;
    };

    test('gives each route in its own type only, and nothing to who asks for another', async () => {
      const json = { accept: 'application/json' };
      const text = { accept: 'text/plain' };
      for (const [method, path, headers] of [
        ['GET', 'graph/csv', json],
        ['GET', 'jobs', text],
        ['GET', 'leader', { accept: 'application/json;q=0, text/*' }],
        ['PUT', 'job/x', text],
        ['DELETE', 'task/kill/x', text],
      ] as const) {
        assert.deepEqual(await ask(method, path, headers), [406, '', null], `${method} ${path}`);
      }
      assert.equal((await ask('GET', 'graph/csv', text))[0], 200);
      assert.equal((await ask('GET', 'graph/csv', { accept: 'application/json, */*;q=0.1' }))[0], 200);
      assert.equal((await ask('GET', 'jobs', { accept: 'nonsense' }))[0], 400);
    });

    test('refuses with nothing but a status below its prefix, and says which methods there are', async () => {
      assert.deepEqual(await ask('GET', 'nothing', {}), [404, '', null]);
      assert.deepEqual(await ask('GET', 'jobs', { 'content-type': 'text/plain' }), [415, '', null]);
      assert.deepEqual(await ask('POST', 'jobs', {}), [405, '', 'GET,HEAD,OPTIONS']);
      assert.deepEqual(await ask('GET', 'job/success/x', {}), [405, '', 'OPTIONS,PUT']);
      assert.deepEqual(await ask('OPTIONS', 'jobs', {}), [500, '', null]);
      assert.deepEqual(await ask('HEAD', 'jobs', {}), [200, '', null]);
    });

    test('reads a path as it was sent, but for what follows a semicolon and a slash at the end', async () => {
      for (const path of ['jobs/', 'jobs;a=b', 'jobs/search;x/'])
        assert.equal((await ask('GET', path, {}))[0], 200);
      await rig.call('POST', 'iso8601', { name: '..', command: 'true', schedule: 'R0//PT1M' });
      await until(async () => (await rig.call('GET', 'jobs')).body.includes('".."'));
      assert.equal(await rawStatus(rig.chronos.url, `${prefixOf(version)}/job/..`), 204);
      assert.doesNotMatch((await rig.call('GET', 'jobs')).body, /"\.\."/);
    });
  });
}
