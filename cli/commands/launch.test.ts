import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import {
  type ApiForTests,
  type CannedAnswer,
  ends,
  ran,
  type SeenRequest,
  shownJob,
  startAnswering,
} from '../../test/rigs/cli.ts';
import { jobForTests } from '../../test/rigs/job.ts';

const job = { name: 'nightly', command: 'sleep 1', container: { type: 'DOCKER', image: 'debian' } };
const login = { url: 'http://127.0.0.1:4400', user: 'me', password: 'hunter2' };
let directory: string;
let api: ApiForTests;

before(() => {
  directory = mkdtempSync(join(tmpdir(), 'pacer-cli-'));
  mkdirSync(join(directory, 'secrets'));
});
after(() => rmSync(directory, { recursive: true }));
afterEach(() => api.close());

function file(name: string, content: unknown): string {
  const path = join(directory, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

async function launched(answer: (request: SeenRequest, count: number) => CannedAnswer, ...args: string[]) {
  api = await startAnswering(answer);
  const place = ['-i', api.url, '--directory', directory];
  return ran(['launch', '-j', file('job.json', job), ...place, ...args]);
}

const sentBody = () => JSON.parse(api.requests[0]?.body ?? '');
const created = (): CannedAnswer => [201, shownJob()];

test('the job goes out with its options and a key of its own, and the answer is told', async () => {
  const { code, out } = await launched(
    created,
    '--deadline',
    '10m',
    '--iterations',
    '20',
    '--set',
    'cpus.max=4',
  );
  assert.equal(code, 0);
  assert.match(out, /^Launched linpack \(01KDTEST0{18}\): 20 iterations until 2026-01-01T00:10:00\.000Z/);
  assert.match(out, /\n {2}retries is 0\.\n$/);
  const request = api.requests[0];
  assert.equal(`${request?.method} ${request?.path}`, 'POST /jobs');
  assert.match(String(request?.headers['idempotency-key']), /^[0-9a-f-]{36}$/);
  assert.deepEqual(sentBody(), { job, cpus: { max: 4 }, deadline: '10m', iterations: 20 });
});

test('a job that the same key has launched before is told as such', async () => {
  const { out } = await launched(() => [200, shownJob()], '--idempotency-key', 'my-key');
  assert.match(out, /^Launched before, with the same key: linpack/);
  assert.equal(api.requests[0]?.headers['idempotency-key'], 'my-key');
});

test('a launch says whether the framework has the job, and how it stands with its deadline', async () => {
  const { out } = await launched(created);
  assert.match(out, /\n {2}Chronos has the job, with 0\.6 cpus\. The last run ended/);
  assert.match(out, /\n {2}deadline .*, on time with /);
  await api.close();
  const unreachable = { status: 'LAUNCHING' as const, problem: 'chronos could not be asked: no answer.' };
  const waiting = await launched(() => [201, shownJob(unreachable)]);
  assert.match(
    waiting.out,
    /\n {2}Chronos does not have the job yet: chronos could not be asked: no answer\. Pacer keeps trying/,
  );
});

test('a job that cannot be on time is launched with the reason for it', async () => {
  const sentence = 'At the most cpus, 2, it will be done about 5 min late.';
  const { decision } = jobForTests.progress;
  assert.ok(decision);
  const hopeless = {
    ...decision,
    outlook: 'cannot-be-met' as const,
    reason: { code: 'cannot-be-met' as const, sentence },
  };
  const { code, out } = await launched(() => [201, shownJob({ decision: hopeless })]);
  assert.equal(code, 0);
  assert.ok(out.includes(`\n  cannot-be-met: ${sentence}\n`), out);
});

test('with --json the answer is JSON as it came', async () => {
  const { out } = await launched(created, '--json');
  assert.deepEqual(JSON.parse(out), JSON.parse(JSON.stringify(shownJob())));
});

test('a refused field is told with the option that gives it', async () => {
  const fields = [{ field: 'deadline', problem: 'must be given' }];
  const error = { code: 'invalid-request', message: 'Not right.', fields };
  const { code, err } = await launched(() => [400, { error }]);
  assert.equal(code, 2);
  assert.match(err, /400\n {2}deadline must be given\nChange the file, or use --deadline\.\n$/);
});

test('an answer that is lost is told with the key that launches the job once at most', async () => {
  const { code, err } = await launched(() => null);
  assert.equal(code, 4);
  const key = api.requests[0]?.headers['idempotency-key'];
  assert.ok(err.includes(`--idempotency-key ${key}`), err);
});

test('credential files are stored first, for the cluster of the launch, and never shown', async () => {
  const args = ['-c', file('chronos.json', login), '--cluster', 'lab'];
  const { code, out, err } = await launched(created, ...args);
  assert.equal(code, 0);
  const place = join(directory, 'secrets', 'clusters', 'lab');
  assert.equal(err, `Stored the credentials of chronos for the cluster lab in ${place}.\n`);
  assert.deepEqual(JSON.parse(readFileSync(join(place, 'chronos.json'), 'utf8')), login);
  assert.equal(sentBody().cluster, 'lab');
  assert.ok(!`${out}${err}${api.requests[0]?.body}`.includes('hunter2'));
});

test('credentials of Marathon alone choose Marathon', async () => {
  await launched(created, '-a', file('marathon.json', login));
  assert.equal(sentBody().framework, 'marathon');
});

test('a wrong credential file or cluster stops the launch, without a value in the error', async () => {
  const wrong = file('monasca.json', login);
  const { code, err } = await launched(created, '-m', wrong);
  assert.equal(code, 2);
  assert.match(err, /Invalid credential file .*monasca\.json \(monasca\): keystone_url must be/);
  assert.ok(!err.includes('hunter2'));
  await api.close();
  const outside = await launched(created, '-c', file('chronos.json', login), '--set', 'cluster=../../x');
  assert.equal(outside.code, 2);
  assert.match(outside.err, /cluster must be 1 to 32 lower-case letters/);
  assert.equal(api.requests.length, 0);
});

test('with --watch the exit code tells how the job ended', async () => {
  const late = (_: SeenRequest, count: number): CannedAnswer => [
    count === 1 ? 201 : 200,
    shownJob(count === 1 ? {} : ends.late),
  ];
  const { code, out } = await launched(late, '--watch');
  assert.equal(code, 1);
  assert.match(
    out,
    /linpack: LATE, 90 s after the deadline; 20 of 20 iterations in 11 min 30 s, 21\.5 core-seconds\. Its last containers used 0\.21 of 0\.3 cpus\.\n$/,
  );
});

test('with --wait only the outcome is told, and the exit code says it too', async () => {
  const late = (_: SeenRequest, count: number): CannedAnswer => [
    count === 1 ? 201 : 200,
    shownJob(count < 3 ? {} : ends.late),
  ];
  const { code, out } = await launched(late, '--wait', '--interval', '0.1s');
  assert.equal(code, 1);
  assert.match(out, /\n {2}retries is 0\.\nlinpack: LATE, 90 s after the deadline; .*\n$/);
});

test('what an object has in it is given by options, and a refused one is told by its option', async () => {
  const options = [
    '--cpus-max',
    '4',
    '--cpus-min',
    '0.5',
    '--target',
    '0.9',
    '--pause',
    '5s',
    '--notify',
    'ops',
  ];
  const fields = [
    { field: 'cpus.max', problem: 'must be at most 1024' },
    { field: 'notify', problem: 'needs Monasca' },
  ];
  const error = { code: 'invalid-request', message: 'Not right.', fields };
  const { err } = await launched(() => [400, { error }], ...options);
  const { cpus, target, pause, notify } = sentBody();
  assert.deepEqual([cpus, target, pause, notify], [{ max: 4, min: 0.5 }, 0.9, '5s', { name: 'ops' }]);
  assert.match(err, /or use --cpus-max, --notify, --notify-type, --notify-address, --notify-when-done\.\n$/);
});
