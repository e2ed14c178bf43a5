import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

let directory: string;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'secrets-'));
  await mkdir(join(directory, 'clusters/lab'), { recursive: true });
  await writeFile(join(directory, 'callback-key'), 'key-of-all-tokens\n');
  const chronos = { url: 'http://c', user: 'operator', password: 'pass "word" 1' };
  await writeFile(join(directory, 'clusters/lab/chronos.json'), JSON.stringify(chronos));
});
after(() => rm(directory, { recursive: true }));

/** What a process logs that reads both secrets first. */
async function logged(code: string): Promise<string[]> {
  const program = `
    import { log } from '${new URL('log.ts', import.meta.url)}';
    import { secretReader } from '${new URL('secrets.ts', import.meta.url)}';
    const read = secretReader({ SECRETS_DIRECTORY: process.env.SECRETS_DIRECTORY }, Date.now);
    const key = await read('callback-key');
    const { chronos: { password } } = JSON.parse(await read('clusters/lab'));
    ${code}`;
  const env = { ...process.env, SECRETS_DIRECTORY: directory };
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', program],
    { env },
  );
  return `${stdout}${stderr}`.trim().split('\n');
}

test('a line is JSON with level, message, function and fields', async () => {
  const [line = ''] = await logged("log('launch').info('job launched', { jobId: 'J', cause: 'tick' });");
  const { level, message, service, jobId, cause } = JSON.parse(line);
  assert.deepEqual([level, message, service], ['INFO', 'job launched', 'launch']);
  assert.deepEqual([jobId, cause], ['J', 'tick']);
});

test('a secret that was read is shown as [secret], in fields, messages, errors and deep inside', async () => {
  const lines = await logged(`
    log('evaluate').info('the key is ' + key, { header: 'Bearer ' + key, deep: [{ password }] });
    log('evaluate').error('failed', { error: new Error('login with ' + password + ' refused') });
    log('evaluate').warn('twice ' + password + password, {});`);
  assert.equal(lines.length, 3);
  const text = lines.join('\n');
  for (const hidden of ['key-of-all', 'word'])
    assert.ok(!text.replaceAll('"password"', '').includes(hidden), text);
  const [first = '', second = '', third = ''] = lines;
  assert.equal(JSON.parse(first).message, 'the key is [secret]');
  assert.equal(JSON.parse(first).header, 'Bearer [secret]');
  assert.deepEqual(JSON.parse(first).deep, [{ password: '[secret]' }]);
  assert.equal(JSON.parse(second).error.message, 'login with [secret] refused');
  assert.equal(JSON.parse(third).message, 'twice [secret][secret]');
});

test('the user name beside a password is no secret', async () => {
  const [line = ''] = await logged("log('evaluate').info('login as operator', {});");
  assert.equal(JSON.parse(line).message, 'login as operator');
});

test('an error in a field is told with its stack and its cause', async () => {
  const [line = ''] = await logged(
    "log('jobs').warn('failed', { error: new TypeError('no number', { cause: new Error('refused') }) });",
  );
  const { error } = JSON.parse(line);
  assert.deepEqual([error.name, error.message, error.cause.message], ['TypeError', 'no number', 'refused']);
  assert.match(error.stack, /^TypeError: no number\n +at /);
});

test('no field takes the place of level, message or time, and a large integer is shown', async () => {
  const [line = ''] = await logged(
    "log('jobs').info('seen', { level: 1, message: 2, timestamp: 3, service: 4, size: 2n ** 60n });",
  );
  const { level, message, timestamp, service, size } = JSON.parse(line);
  assert.deepEqual([level, message, service, size], ['INFO', 'seen', 'jobs', '1152921504606846976']);
  assert.match(timestamp, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
});
