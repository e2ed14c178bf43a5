import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { secretReader } from '../../lib/aws/secrets.ts';
import type { Listening } from '../../simulators/http/listen.ts';
import { startSecretsManager } from './secrets-manager.ts';

const directory = mkdtempSync(join(tmpdir(), 'pacer-secrets-'));
let service: Listening;

before(async () => {
  mkdirSync(join(directory, 'clusters/default'), { recursive: true });
  writeFileSync(join(directory, 'callback-key'), 'the key\n');
  writeFileSync(join(directory, 'clusters/default/chronos.json'), '{"url":"http://here"}');
  const told = (text: string) => text.replace('http://here', 'http://there');
  service = await startSecretsManager({ directory, prefix: 'pacer', told });
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
  Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL_SECRETS_MANAGER: service.url });
});
after(async () => {
  await service.close();
  rmSync(directory, { recursive: true });
});

/** As the functions read secrets in a deployment. */
const read = secretReader({ SECRETS_PREFIX: 'pacer' }, Date.now);

test('the functions read the files as secrets of Secrets Manager, as they are to be told', async () => {
  assert.equal(await read('callback-key'), 'the key');
  assert.deepEqual(JSON.parse(await read('clusters/default')), { chronos: { url: 'http://there' } });
});

test('a secret that is not there is told as such', async () => {
  await assert.rejects(read('clusters/lab'), {
    name: 'MissingSecretError',
    message: 'There is no secret pacer/clusters/lab in Secrets Manager.',
  });
});
