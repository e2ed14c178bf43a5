import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { prefixOf, type TestRig, testRig, until, versions } from '../../test/rigs/chronos-simulator.ts';

for (const version of versions) {
  const isOld = version === '2.5.1';
  describe(`the API of ${version}`, () => {
    let rig: TestRig;
    before(async () => {
      rig = await testRig(version);
    });
    after(() => rig.close());
    const statusOf = async (method: string, path: string, body?: object | string) =>
      (await rig.call(method, path, body)).status;

    test('is found below its own prefix only', async () => {
      assert.equal(await statusOf('GET', `${prefixOf(version)}/jobs`), 200);
      const other = await rig.call('GET', `${prefixOf(isOld ? '3.0.2' : '2.5.1')}/jobs`);
      assert.equal(other.status, 404);
      assert.match(other.headers.get('content-type') ?? '', /text\/html/);
    });

    test('ping, metrics and leader answer', async () => {
      const ping = await rig.call('GET', '/ping');
      assert.deepEqual([ping.status, ping.body], [200, 'pong\n']);
      assert.match((await rig.call('GET', '/metrics')).body, /"gauges"/);
      const { body } = await rig.call('GET', 'leader');
      assert.equal(body, JSON.stringify({ leader: rig.chronos.url.slice('http://'.length) }));
    });

    test('misses an unknown job with 400, in the words of its version', async () => {
      for (const [method, path] of [
        ['PUT', 'job/x'],
        ['DELETE', 'job/x'],
        ['GET', 'job/stat/x'],
      ] as const) {
        const { status, body } = await rig.call(method, path);
        assert.equal(status, 400);
        const noun = !isOld && method === 'DELETE' ? 'JobSchedule' : 'Job';
        if (isOld) assert.equal(body, `requirement failed: ${noun} 'x' not found`);
        else {
          const { status: word, message } = JSON.parse(body);
          assert.equal(word, 'Bad Request');
          const exception = 'java.lang.IllegalArgumentException: requirement failed: ';
          assert.ok(message.startsWith(`${exception}${noun} 'x' not found\n\tat `));
        }
      }
      assert.equal(await statusOf('DELETE', 'task/kill/x'), isOld ? 500 : 400);
    });

    test('has one job and a summary in 3.x only, and PUT of a definition in 2.x only', async () => {
      await rig.create({ name: 'one' });
      assert.equal(await statusOf('GET', 'job/one'), isOld ? 405 : 200);
      assert.equal(await statusOf('GET', 'jobs/summary'), isOld ? 404 : 200);
      const job = { name: 'one', command: 'true', schedule: 'R0//PT1M' };
      assert.equal(await statusOf('PUT', 'iso8601', job), isOld ? 204 : 405);
      assert.equal(await statusOf('DELETE', 'task/all'), isOld ? 204 : 404);
    });

    test('answers JSON that makes no job with a page of HTML', async () => {
      for (const body of ['{', '[]', '{"command":"x"}']) {
        const answer = await rig.call('POST', 'iso8601', body);
        assert.equal(answer.status, 500);
        assert.match(answer.body, /^<html>/);
      }
    });

    test('refuses what is not JSON, even without a body', async () => {
      const url = `${rig.chronos.url}${prefixOf(version)}`;
      const post = await fetch(`${url}/iso8601`, { method: 'POST', body: 'name=a' });
      assert.equal(post.status, 415);
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      assert.equal((await fetch(`${url}/job/one`, { method: 'PUT', headers })).status, 415);
    });

    test('refuses a schedule that it cannot read', async () => {
      for (const schedule of ['R1/PT1M', null]) {
        const answer = await rig.call('POST', 'iso8601', { name: 'bad', command: 'x', schedule });
        assert.equal(answer.status, 400);
        const message = `Cannot parse schedule '${schedule}' (wtf bro)`;
        assert.equal(answer.body, isOld ? '' : JSON.stringify({ message, status: 'Bad Request' }));
      }
    });

    test('accepts spaces and # in a name in 2.x only', async () => {
      const name = 'nightly job #1';
      const status = await statusOf('POST', 'iso8601', { name, command: 'true', schedule: 'R0//PT1M' });
      assert.equal(status, isOld ? 204 : 400);
      assert.equal(await statusOf('DELETE', 'job/nightly%20job%20%231'), isOld ? 204 : 400);
    });

    test('refuses uris beside fetch in a new job, so that a listed job cannot be created again', async () => {
      await rig.create({ name: 'fetching', uris: ['file:///a'] });
      const listed = await rig.job('fetching');
      assert.equal(await statusOf('POST', 'iso8601', listed), 204);
      await rig.call('DELETE', 'job/fetching');
      assert.equal(await statusOf('POST', 'iso8601', listed), 400);
    });

    test('tells scheduled jobs and dependent jobs apart', async () => {
      assert.equal(await statusOf('POST', 'iso8601', { name: 'd', command: 'x', parents: ['one'] }), 500);
      assert.equal(await statusOf('POST', 'dependency', { name: 'd', command: 'x', schedule: 'R0//P' }), 500);
      assert.equal(await statusOf('POST', 'dependency', { name: 'd', command: 'x', parents: [] }), 500);
      const orphan = { name: 'd', command: 'x', parents: ['nobody'] };
      assert.equal(await statusOf('POST', 'dependency', orphan), isOld ? 400 : 204);
      await rig.create({ name: 'later' });
      assert.deepEqual(await rig.job('d'), {});
    });

    test('searches for parts of names and commands, ten at most unless told', async () => {
      for (let i = 0; i < 12; i++) await rig.create({ name: `many-${i}`, command: `echo ${i}` });
      const found = async (query: string) =>
        JSON.parse((await rig.call('GET', `jobs/search?${query}`)).body).length;
      assert.equal(await found('name=MANY'), 10);
      assert.equal(await found('name=many&limit=20'), 12);
      assert.equal(await found('name=many&command=echo%203'), 1);
      assert.equal(await found('name=many-7&any=echo%203'), 2);
      assert.equal(await found('name=many&limit=20&offset=11'), 1);
      assert.equal(await statusOf('GET', 'jobs/search?limit=all'), 404);
    });

    test('marks the success of a job, and says false for one that it does not know', async () => {
      await rig.create({ name: 'marked' });
      const { status, body } = await rig.call('PUT', 'job/success/marked');
      assert.deepEqual([status, body], [200, 'marked job marked as successful: true']);
      assert.equal((await rig.job('marked')).successCount, 1);
      assert.equal((await rig.call('PUT', 'job/success/x')).body, 'marked job x as successful: false');
    });

    test('has a histogram of zeros for a job that never ran, and counts what ran', async () => {
      await rig.create({ name: 'timed' });
      const zeros = (await rig.call('GET', 'job/stat/timed')).body;
      assert.match(zeros, /^\{"histogram":\{"75thPercentile":0\.0,.*"count":0},"taskStatHistory":\[]}$/);
      await rig.call('PUT', 'job/timed');
      await until(async () => (await rig.job('timed')).successCount === 1);
      const { histogram } = JSON.parse((await rig.call('GET', 'job/stat/timed')).body);
      assert.equal(histogram.count, 1);
      assert.ok(histogram.median > 0);
      const [slowest] = JSON.parse((await rig.call('GET', 'stats/99thPercentile')).body);
      assert.deepEqual(slowest, { jobNameLabel: 'timed', time: histogram.median / 1000 });
      assert.equal((await rig.call('GET', 'stats/best')).body, '[]');
    });

    test('counts requests by method and route', async () => {
      const route = `PUT ${prefixOf(version)}/job/{name}`;
      const count = rig.chronos.observed.requests()[route] ?? 0;
      await rig.call('PUT', 'job/x');
      assert.equal(rig.chronos.observed.requests()[route], count + 1);
    });
  });

  test(`${version} asks for a user and a password everywhere, if it is told so`, async () => {
    const rig = await testRig(version, { credentials: { user: 'u', password: 'p:w' } });
    try {
      const { status, headers } = await rig.call('GET', '/ping');
      assert.deepEqual([status, headers.get('www-authenticate')], [401, 'basic realm="Mesosphere"']);
      const authorization = `Basic ${btoa('u:p:w')}`;
      assert.equal((await fetch(`${rig.chronos.url}/ping`, { headers: { authorization } })).status, 200);
    } finally {
      await rig.close();
    }
  });
}

test('3.x compresses longer answers and refuses an ancient start of a new job', async () => {
  const rig = await testRig('3.0.2');
  try {
    await rig.create({ name: 'a' });
    assert.equal((await rig.call('GET', 'jobs')).headers.get('content-encoding'), 'gzip');
    const ancient = { name: 'b', command: 'x', schedule: 'R1/1970-01-01T00:00:00Z/PT1M' };
    assert.equal((await rig.call('POST', 'iso8601', ancient)).status, 400);
    assert.equal((await rig.call('POST', 'iso8601', { ...ancient, name: 'a' })).status, 204);
  } finally {
    await rig.close();
  }
});
