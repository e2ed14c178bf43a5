import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { apiUrlOf, isLoopback, isOfLocalStack, regionOf } from './api-url.ts';

const directory = '/does/not/exist';

test('a given URL loses what is not of an address, and the slash at its end', () => {
  const given = 'https://user:password@example.org/stage//?a=b#c';
  assert.equal(apiUrlOf({ url: given, directory }), 'https://example.org/stage');
});

test('what is no http URL is refused with an example', () => {
  for (const url of ['example.org', 'ftp://example.org', '127.0.0.1:8880'])
    assert.throws(() => apiUrlOf({ url, directory }), /must be an http or https URL, such as https:/);
});

test('without a URL it is the local stack, at the port that it has written down', (t) => {
  const stack = mkdtempSync(join(tmpdir(), 'pacer-cli-'));
  t.after(() => rmSync(stack, { recursive: true }));
  assert.equal(apiUrlOf({ url: undefined, directory: stack }), 'http://127.0.0.1:8880');
  writeFileSync(join(stack, 'port'), '8899\n');
  assert.equal(apiUrlOf({ url: undefined, directory: stack }), 'http://127.0.0.1:8899');
});

test('the token of a local stack is for its port alone', (t) => {
  const stack = mkdtempSync(join(tmpdir(), 'pacer-cli-'));
  t.after(() => rmSync(stack, { recursive: true }));
  writeFileSync(join(stack, 'port'), '8899\n');
  assert.equal(isOfLocalStack('http://localhost:8899', stack), true);
  for (const url of ['http://127.0.0.1:8880', 'http://127.0.0.1', 'http://10.0.0.1:8899'])
    assert.equal(isOfLocalStack(url, stack), false, url);
});

test('only this machine is loopback', () => {
  for (const url of ['http://127.0.0.1:8880', 'http://localhost', 'http://[::1]:80', 'http://127.1.2.3'])
    assert.equal(isLoopback(url), true, url);
  for (const url of ['http://10.0.0.1', 'https://127.0.0.1.example.org', 'https://localhost.example.org'])
    assert.equal(isLoopback(url), false, url);
});

test('the region is that of an API of API Gateway, and of nothing that looks like one', () => {
  assert.equal(regionOf('https://abc123.execute-api.eu-west-1.amazonaws.com'), 'eu-west-1');
  for (const [region, domain] of [
    ['cn-north-1', 'amazonaws.com.cn/prod'],
    ['eusc-de-east-1', 'amazonaws.eu'],
    ['us-iso-east-1', 'c2s.ic.gov'],
    ['us-isob-east-1', 'sc2s.sgov.gov'],
    ['eu-isoe-west-1', 'cloud.adc-e.uk'],
    ['us-isof-south-1', 'csp.hci.ic.gov'],
  ])
    assert.equal(regionOf(`https://abc123.execute-api.${region}.${domain}`), region);
  for (const url of [
    'http://abc123.execute-api.eu-west-1.amazonaws.com',
    'https://abc123.execute-api.eu-west-1.amazonaws.com.example.org',
    'https://abc123.execute-api.eusc-de-east-1.amazonaws.eu.example.org',
    'https://abc123.execute-api.eu-west-1.example.eu',
    'https://execute-api.eu-west-1.amazonaws.example.org',
    'http://127.0.0.1:8880',
  ])
    assert.equal(regionOf(url), null, url);
});
