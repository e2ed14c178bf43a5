import assert from 'node:assert/strict';
import { test } from 'node:test';
import { event } from '../../test/rigs/api-event.ts';
import { baseUrlOf, idempotencyKeyOf, idOrNameOf, jobIdOf, signerOf } from './http-events.ts';

test('the job of the path must look like one', () => {
  const jobId = '01KDTEST000000000000000000';
  assert.equal(jobIdOf(event({ pathParameters: { jobId } })), jobId);
  assert.equal(jobIdOf(event({ pathParameters: { jobId: jobId.toLowerCase() } })), jobId);
  for (const wrong of ['', 'linpack', `${jobId}0`, `${jobId}\n`, '../secrets', "' OR 1=1"]) {
    assert.throws(
      () => jobIdOf(event({ pathParameters: { jobId: wrong } })),
      /^InvalidRequestError: jobId must be /,
    );
  }
  assert.throws(() => jobIdOf(event()), /jobId must be a job id/);
});

test('an idempotency key is printable and not too long, or absent', () => {
  const keyOf = (key: string) => idempotencyKeyOf(event({ headers: { 'idempotency-key': key } }));
  assert.equal(idempotencyKeyOf(event()), null);
  assert.equal(keyOf('a-b:c/1'), 'a-b:c/1');
  for (const wrong of ['', 'a b', 'ä', 'x'.repeat(129)])
    assert.throws(() => keyOf(wrong), /^.*Idempotency-Key must be 1 to 128/);
});

test('a job of the path is an id or a name, as it is given', () => {
  const given = (jobId: string) => idOrNameOf(event({ pathParameters: { jobId } }));
  for (const right of ['01kdtest000000000000000000', 'nightly', 'team/nightly', 'Nächtlich 2']) {
    assert.equal(given(right), right);
  }
  for (const wrong of ['', 'a\n', 'x'.repeat(256)])
    assert.throws(() => given(wrong), { message: 'jobId must be the id of a job, or its name.' });
});

test('the API is reached where it was called', () => {
  assert.equal(baseUrlOf(event()), 'https://api.example.com');
  assert.equal(baseUrlOf(event({ rawPath: '/batch/jobs' })), 'https://api.example.com/batch');
  assert.equal(baseUrlOf(event({ headers: { 'x-forwarded-proto': 'http' } })), 'http://api.example.com');
});

test('a port is part of the address unless it is the usual one, or stands in the name already', () => {
  const url = (proto: string, port: string, domainName = 'localhost') => {
    const headers = { 'x-forwarded-proto': proto, 'x-forwarded-port': port };
    return baseUrlOf(event({ headers, requestContext: { ...event().requestContext, domainName } }));
  };
  assert.equal(url('http', '3000'), 'http://localhost:3000');
  assert.equal(url('https', '443'), 'https://localhost');
  assert.equal(url('http', '80'), 'http://localhost');
  assert.equal(url('http', '3000', '127.0.0.1:8880'), 'http://127.0.0.1:8880');
  assert.equal(url('http', '3000/evil'), 'http://localhost');
});

test('who signed a call is known by the ARN that the API gives', () => {
  const { requestContext } = event();
  const userArn = 'arn:aws:sts::123456789012:assumed-role/operators/night-shift';
  const signed = { ...requestContext, authorizer: { iam: { userArn } } };
  assert.equal(signerOf(event({ requestContext: signed })), userArn);
  assert.equal(signerOf(event()), null);
});
