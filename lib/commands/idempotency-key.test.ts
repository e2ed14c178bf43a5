import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyOfCaller } from './idempotency-key.ts';

const role = 'arn:aws:sts::123456789012:assumed-role/launchers';

test('callers have keys of their own', () => {
  const callers = [
    null,
    'arn:aws:iam::123456789012:user/ann',
    'arn:aws:iam::123456789012:user/ben',
    `${role}/ann`,
    `${role}/ben`,
  ];
  const keys = callers.flatMap((caller) => ['nightly', 'nightly#2'].map((key) => keyOfCaller(caller, key)));
  assert.equal(new Set(keys).size, callers.length * 2);
  for (const caller of callers) assert.equal(keyOfCaller(caller, 'nightly'), keyOfCaller(caller, 'nightly'));
});

test('a call that a later process of the same role repeats is the same call', () => {
  const first = keyOfCaller(`${role}/botocore-session-1767268801`, 'nightly');
  assert.equal(keyOfCaller(`${role}/botocore-session-1767268955`, 'nightly'), first);
  assert.equal(keyOfCaller(`${role}/aws-sdk-js-1767268955123`, 'nightly'), first);
  assert.notEqual(keyOfCaller(`${role}2/botocore-session-1767268955`, 'nightly'), first);
});
