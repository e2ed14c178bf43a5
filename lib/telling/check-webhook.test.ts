import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowedAddresses } from '../http/public-addresses.ts';
import { checkWebhook } from './check-webhook.ts';

const check = (url: string, networks: string[] = []) =>
  checkWebhook({ url, key: 'sixteen characters' }, allowedAddresses(networks));

const closed = `127.0.0.1 2130706433 0x7f000001 0177.0.0.1 127.1 10.0.0.1 169.254.169.254 192.168.1.1
  [::1] [::] [fe80::1] [fd00::1] [::ffff:127.0.0.1] [::ffff:a9fe:a9fe] [64:ff9b::7f00:1] [2002:7f00:1::]
  localhost LOCALHOST. a.localhost`;

for (const host of closed.trim().split(/\s+/))
  test(`a webhook at ${host} is refused, with its field and nothing of its address`, () => {
    assert.throws(() => check(`http://${host}:8080/secret-path`), {
      name: 'InvalidRequestError',
      message: /^webhook\.url must lead to a public address, .*\.$/,
    });
  });

for (const host of [
  '8.8.8.8',
  '[2606:4700::1111]',
  'example.org',
  'localhost.example.org',
  '127.0.0.1.nip.io',
])
  test(`a webhook at ${host} is taken`, () => check(`https://${host}/`));

test('what the operator allows is taken', () => {
  check('http://2130706433/', ['127.0.0.0/8']);
  check('http://localhost/', ['::1/128']);
  assert.throws(() => check('http://10.2.0.1/', ['10.1.0.0/16']));
  checkWebhook(null, () => false);
});
