import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { secretReader } from './secrets.ts';

let directory: string;
let now = 0;
beforeEach(async () => {
  now = 1_000_000;
  directory = await mkdtemp(join(tmpdir(), 'secrets-'));
  await mkdir(join(directory, 'clusters/lab'), { recursive: true });
});
afterEach(() => rm(directory, { recursive: true }));

const write = (name: string, text: string) => writeFile(join(directory, name), text);
const reader = () => secretReader({ SECRETS_DIRECTORY: directory }, () => now);

test('a file is read without the white space around its text', async () => {
  await write('callback-key', '  the key\n');
  assert.equal(await reader()('callback-key'), 'the key');
});

test('the JSON files of a directory are read as one object', async () => {
  await write('clusters/lab/chronos.json', '{ "url": "http://c" }');
  await write('clusters/lab/monasca.json', '{ "username": "m" }');
  await write('clusters/lab/README', 'not a credential');
  const text = await reader()('clusters/lab');
  assert.deepEqual(JSON.parse(text), { chronos: { url: 'http://c' }, monasca: { username: 'm' } });
});

test('a secret is read once in five minutes', async () => {
  const read = reader();
  await write('callback-key', 'the first');
  assert.equal(await read('callback-key'), 'the first');
  await write('callback-key', 'the second');
  now += 299_999;
  assert.equal(await read('callback-key'), 'the first');
  now += 1;
  assert.equal(await read('callback-key'), 'the second');
});

test('a fresh secret passes by the cache and renews it', async () => {
  const read = reader();
  await write('callback-key', 'the first');
  await read('callback-key');
  await write('callback-key', 'the second');
  assert.equal(await read('callback-key', true), 'the second');
  assert.equal(await read('callback-key'), 'the second');
});

test('a secret that is missing is an error, and is found once it is there', async () => {
  const read = reader();
  await assert.rejects(read('callback-key'), { name: 'MissingSecretError' });
  await write('callback-key', 'the key');
  assert.equal(await read('callback-key'), 'the key');
});

test('without a place for secrets there is no reader', () => {
  const message = 'Set SECRETS_PREFIX (Secrets Manager) or SECRETS_DIRECTORY (files).';
  assert.throws(() => secretReader({}, Date.now), { message });
});

test('of a secret that is no JSON nothing is shown', async () => {
  await write('clusters/lab/chronos.json', '{ "password": hunter22 }');
  await assert.rejects(reader()('clusters/lab'), {
    message: 'The secret clusters/lab/chronos.json is not JSON.',
  });
  await write('plain', '{ "password": hunter22 }');
  await assert.rejects(reader()('plain'), { message: 'The secret plain is not JSON.' });
});
