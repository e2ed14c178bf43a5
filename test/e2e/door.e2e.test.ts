import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { keptApiToken } from '../../cli/api/api-token.ts';
import { ended } from './job-end.ts';
import { jobRequest } from './job-request.ts';
import { type Rig, startRig } from './rig.ts';
import type { UserCluster } from './user-cluster.ts';

const run = promisify(execFile);
const entry = join(import.meta.dirname, '..', '..', 'cli', 'pacer.ts');
const json = { 'content-type': 'application/json' };

interface Call {
  method?: string;
  headers: Record<string, string>;
  body?: unknown;
}

interface Asked {
  status: number | undefined;
  headers: IncomingMessage['headers'];
  text: string;
}

/** Sends these headers as they are: `fetch` would write Host by itself. */
async function ask(url: string, { method = 'GET', headers, body }: Call): Promise<Asked> {
  const sent = request(url, { method, headers, agent: false });
  sent.end(body === undefined ? '' : JSON.stringify(body));
  const answer = await new Promise<IncomingMessage>((resolve, reject) =>
    sent.once('response', resolve).once('error', reject),
  );
  return { status: answer.statusCode, headers: answer.headers, text: await text(answer) };
}

const errorOf = ({ status, text: body }: Asked) => [status, JSON.parse(body).error.code];

describe('the door of a local stack', { timeout: 240_000 }, () => {
  let rig: Rig;
  let bearer: Record<string, string>;
  before(async () => {
    rig = await startRig();
    bearer = { authorization: `Bearer ${rig.stack.apiToken}` };
  });
  after(() => rig.close());

  const launch = (headers: Record<string, string>, name = 'unwanted'): Promise<Asked> =>
    ask(`${rig.stack.apiUrl}/jobs`, { method: 'POST', headers, body: jobRequest({ name, iterations: 1 }) });

  it('a web page launches nothing, whatever it knows and however it asks', async () => {
    const { host } = new URL(rig.stack.apiUrl);
    const origin = 'https://evil.example';
    const refusals: [headers: Record<string, string>, status: number, code: string][] = [
      [{ origin, 'content-type': 'text/plain' }, 403, 'cross-site'],
      [{ ...bearer, ...json, origin }, 403, 'cross-site'],
      [{ ...bearer, ...json, 'sec-fetch-site': 'cross-site' }, 403, 'cross-site'],
      [{ ...bearer, ...json, host: 'evil.example' }, 403, 'foreign-host'],
      [{ ...bearer, ...json, host: `evil.example:${host.split(':')[1]}` }, 403, 'foreign-host'],
      [{ 'content-type': 'text/plain' }, 401, 'no-api-token'],
      [{ ...json }, 401, 'no-api-token'],
      [{ ...json, authorization: `Bearer ${'A'.repeat(43)}` }, 401, 'no-api-token'],
      [{ ...json, authorization: `Basic ${rig.stack.apiToken}` }, 401, 'no-api-token'],
      [{ ...bearer, 'content-type': 'text/plain' }, 415, 'not-json'],
      [{ ...bearer, 'content-type': 'application/x-www-form-urlencoded' }, 415, 'not-json'],
      [{ ...bearer }, 415, 'not-json'],
    ];
    for (const [headers, status, code] of refusals)
      assert.deepEqual(errorOf(await launch(headers)), [status, code], JSON.stringify(headers));
    const preflight = { origin, 'access-control-request-method': 'POST' };
    const asked = await ask(`${rig.stack.apiUrl}/jobs`, { method: 'OPTIONS', headers: preflight });
    assert.equal(asked.status, 403);
    assert.ok(!Object.keys(asked.headers).some((name) => name.startsWith('access-control-')));
    assert.deepEqual((await rig.api.call('/jobs')).json?.jobs, []);
    assert.deepEqual(rig.stack.chronos.observed.requests(), {});
  });

  it('a call without the token is told what to do', async () => {
    const { status, text: said, headers } = await launch(json);
    assert.equal(status, 401);
    assert.match(String(headers['www-authenticate']), /^Bearer /);
    assert.match(said, /Authorization: Bearer \$\(cat .*api-token\)/);
    assert.ok(!said.includes(rig.stack.apiToken));
  });

  it('every other address of the stack is closed to web pages, too', async () => {
    assert.equal(new Set(rig.stack.urls).size, 9);
    for (const url of rig.stack.urls) {
      for (const headers of [{ host: 'evil.example' }, { origin: 'https://evil.example' }]) {
        const asked = await ask(url, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'text/plain' },
        });
        assert.equal(asked.status, 403, `${url} ${JSON.stringify(headers)}: ${asked.text}`);
        const preflight = await ask(url, { method: 'OPTIONS', headers });
        assert.deepEqual(
          [preflight.status, preflight.headers['access-control-allow-origin']],
          [403, undefined],
        );
      }
    }
  });

  it('the token is for the eyes of its owner, and stays the same', () => {
    const file = join(rig.directory, 'api-token');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(readFileSync(file, 'utf8').trim(), rig.stack.apiToken);
    assert.equal(keptApiToken(rig.directory), rig.stack.apiToken);
  });

  it('the command line passes, and curl with the token as the README has it', async () => {
    const env = { PATH: process.env.PATH, PACER_URL: rig.stack.apiUrl };
    const args = [entry, 'list', '--json', '--directory', rig.directory];
    const { stdout } = await run(process.execPath, args, { env });
    assert.deepEqual(JSON.parse(stdout).jobs, []);
    const curl = `curl -sS -H "Authorization: Bearer $(cat api-token)" ${rig.stack.apiUrl}/jobs`;
    const answered = await run('sh', ['-c', curl], { cwd: rig.directory });
    assert.deepEqual(JSON.parse(answered.stdout), JSON.parse(stdout));
  });

  it('the command line without the token says where it looks for it', async () => {
    const env = { PATH: process.env.PATH, PACER_URL: rig.stack.apiUrl };
    const args = [entry, 'list', '--directory', join(rig.directory, 'nowhere')];
    await assert.rejects(run(process.execPath, args, { env }), { code: 3, stderr: /--directory/ });
  });

  it('a job reports to the address of the stack, by whatever name its launcher called it', async () => {
    const cluster = await rig.userCluster('by-name');
    const body = jobRequest({ name: 'by-name', cluster: 'by-name', iterations: 1 });
    const headers = { ...bearer, ...json, host: 'localhost:1' };
    const launched = await ask(`${rig.stack.apiUrl}/jobs`, { method: 'POST', headers, body });
    assert.equal(launched.status, 201, launched.text);
    const { jobId } = JSON.parse(launched.text);
    assert.equal((await ended(rig, jobId)).status, 'COMPLETED');
    assert.ok(cluster);
  });
});

describe('the door of a local stack with containers elsewhere', { timeout: 240_000 }, () => {
  const elsewhere = 'host.docker.internal';
  let rig: Rig;
  before(async () => {
    rig = await startRig({ callbackUrl: `http://${elsewhere}:8880` });
  });
  after(() => rig.close());

  it('takes their reports by the host that it gave them, and nothing else by it', async () => {
    const cluster = await rig.userCluster('elsewhere');
    const request = jobRequest({ name: 'elsewhere', cluster: 'elsewhere', command: 'sleep 300' });
    const jobId = String((await rig.api.launch(request)).json?.jobId);
    assert.equal(await reportUrlOf(cluster), `http://${elsewhere}:8880/jobs/${jobId}/iterations`);

    const now = Date.now() / 1000;
    const body = { run: 'one', exitCode: 0, startedAt: now - 1, finishedAt: now };
    const report = (host: string, token: string) => {
      const headers = { ...json, host, authorization: `Bearer ${token}` };
      return ask(`${rig.stack.apiUrl}/jobs/${jobId}/iterations`, { method: 'POST', headers, body });
    };
    assert.equal((await report('evil.example', rig.tokenOf(jobId))).status, 403);
    assert.equal((await report(`${elsewhere}:8880`, rig.stack.apiToken)).status, 401);
    assert.equal((await report(`${elsewhere}:8880`, rig.tokenOf(jobId))).status, 202);
    assert.equal((await report('127.0.0.1:8880', rig.tokenOf(jobId))).status, 200);
    const headers = { host: elsewhere, authorization: `Bearer ${rig.stack.apiToken}` };
    assert.equal((await ask(`${rig.stack.apiUrl}/jobs/${jobId}`, { headers })).status, 403);
    await rig.api.cancel(jobId);
    await ended(rig, jobId);
  });
});

async function reportUrlOf({ chronosCall }: UserCluster): Promise<unknown> {
  const [job] = (await chronosCall('GET', '/jobs')) as {
    environmentVariables: { name: string; value: string }[];
  }[];
  return job?.environmentVariables.find(({ name }) => name === 'PACER_REPORT_URL')?.value;
}
