import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import * as z from 'zod';
import { secretReader } from '../../lib/aws/secrets.ts';
import { readCluster } from '../../lib/clusters/cluster-credentials.ts';
import {
  type ApiForTests,
  type CannedAnswer,
  ran,
  type SeenRequest,
  startAnswering,
} from '../../test/rigs/cli.ts';

const login = { url: 'http://10.0.0.5:4400', user: 'me', password: 'hunter2' };
const monasca = {
  keystone_url: 'http://10.0.0.6:35357/v3/',
  monocasca_client_url: 'http://10.0.0.6:8070',
  username: 'me',
  password: 'hunter2',
  project_name: 'lab',
};
let directory: string;
let aws: ApiForTests;
let secrets: Map<string, string | null>;

before(async () => {
  aws = await startAnswering(secretsManager);
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' });
  Object.assign(process.env, { AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.url, AWS_REGION: 'us-east-1' });
});
after(() => aws.close());
beforeEach(() => {
  secrets = new Map();
  aws.requests.length = 0;
  directory = mkdtempSync(join(tmpdir(), 'pacer-cli-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const input = z.object({
  SecretId: z.string().optional(),
  Name: z.string().optional(),
  SecretString: z.string().optional(),
});

const markedForDeletion =
  "You can't perform this operation on the secret because it was marked for deletion.";

/** Secrets Manager as far as it is needed here; null stands for a secret that has no value yet. */
function secretsManager({ headers, body }: SeenRequest): CannedAnswer {
  const operation = String(headers['x-amz-target']).split('.')[1];
  const { SecretId, Name, SecretString = '' } = input.parse(JSON.parse(body));
  const name = SecretId ?? Name ?? '';
  const stored = secrets.get(name);
  const fails = (type: string, Message = `No: ${type}.`): CannedAnswer => [400, { __type: type, Message }];
  if (name.startsWith('deleted/')) return fails('InvalidRequestException', markedForDeletion);
  if (name.startsWith('forbidden/')) return fails('AccessDeniedException');
  if (operation === 'GetSecretValue')
    return stored ? [200, { Name: name, SecretString: stored }] : fails('ResourceNotFoundException');
  if (operation === 'CreateSecret' && secrets.has(name)) return fails('ResourceExistsException');
  if (operation === 'PutSecretValue' && !secrets.has(name)) return fails('ResourceNotFoundException');
  secrets.set(name, SecretString);
  return [200, { Name: name }];
}

function file(name: string, content: unknown): string {
  const path = join(directory, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const put = (...args: string[]) => ran(['credentials', 'put', '--directory', directory, ...args]);
const secret = (name: string) => JSON.parse(secrets.get(name) ?? 'null');

test('the files become one secret that the functions can read', async () => {
  const files = ['-c', file('c.json', login), '-m', file('m.json', monasca), '-a', file('a.json', login)];
  const { code, out } = await put(...files, '--prefix', 'pacer');
  assert.equal(code, 0);
  const place = 'secret pacer/clusters/default of AWS Secrets Manager';
  assert.equal(
    out,
    `Stored the credentials of chronos, marathon, monasca for the cluster default in ${place}.\n`,
  );
  assert.deepEqual(secret('pacer/clusters/default'), { chronos: login, marathon: login, monasca });
  const read = secretReader({ SECRETS_PREFIX: 'pacer' }, Date.now);
  assert.deepEqual((await readCluster(read, 'default')).chronos, login);
});

test('only what is given changes', async () => {
  secrets.set('mine/clusters/lab', JSON.stringify({ chronos: { url: 'old' }, monasca }));
  await put('-c', file('c.json', login), '--prefix', 'mine', '--cluster', 'lab');
  assert.deepEqual(secret('mine/clusters/lab'), { chronos: login, monasca });
});

test('what tells of the room of a cluster is kept beside the others, and tried as they are', async () => {
  const agents = { agents: [4, 4] };
  assert.equal((await put('-r', file('r.json', agents), '--prefix', 'pacer')).code, 0);
  assert.deepEqual(secret('pacer/clusters/default'), { mesos: agents });
  const wrong = await put('-r', file('r.json', { agents: [4, -1] }), '--prefix', 'pacer');
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /agents\.1/);
  const master = file('r.json', { url: 'http://127.0.0.1:1' });
  const { code, out } = await ran(['credentials', 'check', '-r', master]);
  assert.notEqual(code, 0);
  assert.match(out, /^mesos: \[GET\] http:\/\/127\.0\.0\.1:1\/master\/slaves: /);
});

test('a secret that has no value yet gets one', async () => {
  secrets.set('pacer/clusters/default', null);
  assert.equal((await put('-m', file('m.json', monasca), '--prefix', 'pacer')).code, 0);
  assert.deepEqual(secret('pacer/clusters/default'), { monasca });
});

test('a secret that holds something else is left as it is', async () => {
  secrets.set('pacer/clusters/default', 'hunter2');
  const { code, err } = await put('-c', file('c.json', login), '--prefix', 'pacer');
  assert.equal(code, 2);
  assert.match(err, /does not contain a JSON object: delete it/);
  assert.ok(!err.includes('hunter2'));
  assert.equal(secrets.get('pacer/clusters/default'), 'hunter2');
});

test('for an API of AWS they go to the region that its URL names', async () => {
  const url = 'https://abc.execute-api.eu-west-1.amazonaws.com';
  assert.equal((await put('-c', file('c.json', login), '-i', url)).code, 0);
  assert.match(aws.requests[0]?.headers.authorization ?? '', /\/eu-west-1\/secretsmanager\//);
});

test('what AWS refuses ends with 3 and says why', async () => {
  const { code, err } = await put('-c', file('c.json', login), '--prefix', 'forbidden');
  assert.equal(code, 3);
  assert.match(err, /^pacer: AWS Secrets Manager: AccessDeniedException: No/);
});

test('a secret that an earlier stack left marked for deletion can be brought back, and so it is said', async () => {
  const { code, err } = await put('-c', file('c.json', login), '--prefix', 'deleted');
  assert.equal(code, 3);
  assert.match(err, /marked for deletion.*\n.*aws secretsmanager restore-secret/);
  const read = secretReader({ SECRETS_PREFIX: 'deleted' }, Date.now);
  await assert.rejects(read('clusters/default'), { name: 'MissingSecretError', message: /restore-secret/ });
});

test('for an API on this machine they go into files that only their owner can read', async () => {
  mkdirSync(join(directory, 'secrets'));
  const { code, out } = await put('-c', file('c.json', login), '--cluster', 'lab', '--json');
  assert.equal(code, 0);
  const place = join(directory, 'secrets', 'clusters', 'lab');
  assert.deepEqual(JSON.parse(out), { cluster: 'lab', stored: ['chronos'], place });
  assert.deepEqual(JSON.parse(readFileSync(join(place, 'chronos.json'), 'utf8')), login);
  assert.equal(statSync(join(place, 'chronos.json')).mode & 0o777, 0o600);
  const read = secretReader({ SECRETS_DIRECTORY: join(directory, 'secrets') }, Date.now);
  assert.deepEqual((await readCluster(read, 'lab')).chronos, login);
  assert.equal(aws.requests.length, 0);
});

test('where no local stack is, it says where they can go', async () => {
  const { code, err } = await put('-c', file('c.json', login));
  assert.equal(code, 2);
  assert.match(err, /No local stack keeps its state in .*--directory.*--prefix/);
});

test('nothing is sent when a file is wrong, and its values are not shown', async () => {
  const wrong = file('c.json', { url: 'hunter2', user: 'me', password: 7, extra: 1 });
  const { code, err } = await put('-c', wrong, '-m', file('m.json', monasca), '--prefix', 'pacer');
  assert.equal(code, 2);
  assert.match(err, /c\.json \(chronos\): url .*; password must be a string; extra is an unknown field/);
  assert.ok(!err.includes('hunter2'));
  assert.equal(aws.requests.length, 0);
  assert.equal((await put()).code, 2);
});
