import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { aFound } from '../../../test/rigs/builders.ts';
import {
  type ChronosForClients,
  login,
  native,
  soon,
  startChronosForClients,
  stateOf,
} from '../../../test/rigs/chronos-client.ts';
import { jobForTests } from '../../../test/rigs/job.ts';
import { http } from '../../http/http.ts';
import type { UpstreamError } from '../../http/upstream-error.ts';
import type { JobSpec } from '../../job/job.ts';
import { chronosClient } from './client.ts';
import { chronosFramework } from './framework.ts';

const httpFor = () => http({ timeoutMs: 1_000 });

for (const version of ['3.0.2', '2.5.1'] as const) {
  describe(`the client of Chronos ${version}`, () => {
    let chronos: ChronosForClients;
    const clientOf = (password = login.password) =>
      chronosClient({
        credentials: async () => ({ url: `${chronos.url}/`, user: login.user, password }),
        httpFor,
        sleep,
        now: Date.now,
      });
    before(async () => {
      chronos = await startChronosForClients(version);
    });
    after(() => chronos.close());

    test('finds the dialect by itself, creates a job and reads it back', async () => {
      const client = clientOf();
      await client.sendJob(native('created'));
      const job = await soon(
        () => client.getInfo('created'),
        (seen) => seen !== null,
      );
      assert.equal(job?.cpus, 0.5);
      assert.equal(await client.getInfo('creat'), null, 'a part of a name is not the name');
    });

    test('shows what a job is doing, from idle over running to idle again', async () => {
      const client = clientOf();
      await client.sendJob(native('busy'));
      await soon(
        () => client.getInfo('busy'),
        (seen) => seen !== null,
      );
      assert.equal(await stateOf(client, 'busy'), 'idle');
      await client.startJob('busy');
      assert.equal(
        await soon(
          () => stateOf(client, 'busy'),
          (state) => state === 'running',
        ),
        'running',
      );
      await client.killTasks('busy');
      assert.equal(
        await soon(
          () => stateOf(client, 'busy'),
          (state) => state === 'idle',
        ),
        'idle',
      );
    });

    test('deletes a job, and one that is not there', async () => {
      const client = clientOf();
      await client.sendJob(native('gone'));
      await soon(
        () => client.getInfo('gone'),
        (seen) => seen !== null,
      );
      await client.deleteJob('gone');
      assert.equal(await client.getInfo('gone'), null);
      await client.deleteJob('gone');
    });

    test('a name with blanks and # is one of the older line only', async () => {
      const client = clientOf();
      const name = 'nightly run #2';
      if (version === '3.0.2') {
        const message = 'Chronos refused the job: Chronos 3 takes no blanks and no # in the name of a job.';
        await assert.rejects(client.sendJob(native(name)), { name: 'RefusedDefinitionError', message });
        assert.equal(await client.getInfo(name), null);
        return;
      }
      await client.sendJob(native(name));
      assert.equal((await client.getInfo(name))?.name, name);
      await client.startJob(name);
      await soon(
        () => stateOf(client, name),
        (state) => state === 'running',
      );
      await client.killTasks(name);
      assert.equal(
        await soon(
          () => stateOf(client, name),
          (state) => state === 'idle',
        ),
        'idle',
      );
      await client.deleteJob(name);
      assert.equal(await client.getInfo(name), null);
    });

    test('reads the credentials anew after a 401, once, and never shows them', async () => {
      const asked: boolean[] = [];
      const credentials = async (fresh: boolean) => {
        asked.push(fresh);
        return { url: chronos.url, user: login.user, password: fresh ? login.password : 'old-password' };
      };
      const client = chronosClient({ credentials, httpFor, sleep, now: Date.now });
      assert.equal(await stateOf(client, 'nobody'), 'idle');
      assert.deepEqual(asked.slice(0, 2), [false, true]);
      await assert.rejects(clientOf('wrong-password').getInfo('x'), (error: UpstreamError) => {
        assert.equal(error.status, 401);
        assert.match(error.message, /^\[GET\] http:\/\/127\.0\.0\.1:\d+\/v1\/scheduler\/jobs\/search/);
        assert.doesNotMatch(error.message, /wrong-password|operator/);
        return true;
      });
    });

    test('asks the search when a 400 does not say why, as behind a follower', async () => {
      const client = clientOf();
      await client.sendJob(native('proxied'));
      await soon(
        () => client.getInfo('proxied'),
        (seen) => seen !== null,
      );
      chronos.faults.http = ({ method, path }) =>
        method === 'GET' && path.endsWith('/job/proxied') ? { status: 400, body: '' } : undefined;
      assert.equal((await client.getInfo('proxied'))?.name, 'proxied');
      chronos.faults.http = undefined;
    });

    test('of an answer that is no JSON nothing is shown', async () => {
      const client = clientOf();
      await client.getInfo('anything');
      chronos.faults.http = ({ path }) =>
        path.includes('/job') ? { status: 200, body: '[{"value": s3cret-t0ken' } : undefined;
      await assert.rejects(client.getInfo('anything'), { message: 'The answer is not JSON.' });
      chronos.faults.http = undefined;
    });

    test('a resize keeps the counters and everything else, and fetches nothing twice', async () => {
      const client = clientOf();
      const framework = chronosFramework({
        client,
        callbackToken: async () => 'token-of-the-job',
        sleep,
        now: Date.now,
      });
      const definition = {
        container: { type: 'DOCKER', image: 'debian' },
        fetch: [{ uri: 'http://127.0.0.1/x' }],
        mem: 64,
      };
      const spec: JobSpec = {
        ...jobForTests.spec,
        name: 'resized',
        command: 'true',
        definition,
        reportUrl: chronos.reportUrl,
      };
      await framework.submit(spec, 0.5);
      await soon(
        () => client.getInfo('resized'),
        (seen) => seen !== null,
      );
      await framework.start(spec);
      const ran = await soon(
        () => client.getInfo('resized'),
        (seen) => (seen?.successCount ?? 0) > 0,
      );
      await framework.resize(spec, 1.5, { force: false });
      const after = await client.getInfo('resized');
      assert.equal(after?.successCount, ran?.successCount);
      assert.equal(after?.mem, 64);
      assert.equal(after?.environmentVariables.find(({ name }) => name === 'PACER_CPUS')?.value, '1.5');
      assert.deepEqual(await framework.observe(spec), aFound({ cpus: 1.5, succeeded: 1, run: null }));
    });

    test('a job of the same name that is not ours is neither resized nor removed', async () => {
      const client = clientOf();
      const framework = chronosFramework({
        client,
        callbackToken: async () => 'token',
        sleep,
        now: Date.now,
      });
      await client.sendJob(native('foreign'));
      await soon(
        () => client.getInfo('foreign'),
        (seen) => seen !== null,
      );
      const spec = { ...jobForTests.spec, name: 'foreign' };
      await framework.resize(spec, 2, { force: false });
      await framework.remove(spec);
      assert.equal((await client.getInfo('foreign'))?.cpus, 0.5);
    });
  });
}
