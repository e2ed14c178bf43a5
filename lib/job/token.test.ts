import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { callbackToken, runKey, tokenHash } from './token.ts';

test('a token is the same for the same job and key, and another one for any other', () => {
  const token = callbackToken('key', 'job-1');
  assert.equal(callbackToken('key', 'job-1'), token);
  assert.notEqual(callbackToken('key', 'job-2'), token);
  assert.notEqual(callbackToken('other key', 'job-1'), token);
});

test('a token is the HMAC-SHA256 of its job, in letters that a header takes', () => {
  const token = callbackToken('key', 'job-1');
  assert.match(token, /^[\w-]{43}$/);
  assert.equal(token, createHmac('sha256', 'key').update('pacer:v1:job-1').digest('base64url'));
});

test('what is kept of a token does not show it', () => {
  const token = callbackToken('key', 'job-1');
  assert.match(tokenHash(token), /^[\w-]{43}$/);
  assert.notEqual(tokenHash(token), token);
  assert.equal(tokenHash(token), tokenHash(token));
});

test('a run has a short key, the same each time, and many runs have many', () => {
  assert.match(runKey('ct:1:0:a:'), /^[\w-]{8}$/);
  assert.equal(runKey('ct:1:0:a:'), runKey('ct:1:0:a:'));
  const keys = new Set(Array.from({ length: 10_000 }, (_, i) => runKey(`ct:${i}:0:a:`)));
  assert.equal(keys.size, 10_000);
});
