import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sanitizeMetric } from '../../../lib/monasca/metric.ts';
import type { Rig } from './rig.ts';

const good = { name: 'contract.good', dimensions: { job: 'one' }, timestamp: Date.now(), value: 1.5 };
const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v']));

const taken: [string, unknown][] = [
  ['one metric', good],
  ['two metrics', [good, good]],
  ['none', []],
  ['a timestamp in seconds, without a word', { ...good, timestamp: 1_767_225_600 }],
  ['true for a value', { ...good, value: true }],
  ['a name of 255 characters beyond ASCII', { ...good, name: '😀'.repeat(255) }],
  ['blanks and brackets in dimensions', { ...good, dimensions: { 'a b': '(c)' } }],
  ['16 entries of value meta', { ...good, value_meta: keys(16) }],
  ['keys that it does not know', { ...good, unit: 's' }],
];

const refused: [string, unknown][] = [
  ['text for a value', { ...good, value: '1' }],
  ['null for a value', { ...good, value: null }],
  ['NaN for a value', '{"name":"a","timestamp":1,"value":NaN}'],
  ['text for a timestamp', { ...good, timestamp: '2026-01-01T00:00:00Z' }],
  ['no timestamp', { name: 'a', value: 1 }],
  ['a number for a dimension', { ...good, dimensions: { a: 1 } }],
  ['an empty dimension', { ...good, dimensions: { a: '' } }],
  ['a dimension that begins with _', { ...good, dimensions: { _a: 'b' } }],
  ['null for dimensions', { ...good, dimensions: null }],
  ['a name with brackets', { ...good, name: 'a(b)' }],
  ['a name with a blank', { ...good, name: 'a b' }],
  ['a name of 256', { ...good, name: 'n'.repeat(256) }],
  ['17 entries of value meta', { ...good, value_meta: keys(17) }],
  ['NaN in value meta', '{"name":"a","timestamp":1,"value":1,"value_meta":{"a":NaN}}'],
];

const failed: [string, string][] = [
  ['NaN for a timestamp', '{"name":"contract.lost","timestamp":NaN,"value":1}'],
  ['a timestamp beyond all numbers', '{"name":"contract.lost","timestamp":1e999,"value":1}'],
  ['NaN in a key that it does not know', '{"name":"contract.lost","timestamp":1,"value":1,"unit":[NaN]}'],
];

/** What both servers say to POST /metrics. */
export function metricsContract(rig: () => Rig): void {
  describe('POST /metrics', () => {
    for (const [what, body] of taken) {
      test(`takes ${what}`, async () => {
        assert.equal((await rig().ask('POST', '/metrics', body)).status, 204);
      });
    }

    for (const [what, body] of refused) {
      test(`refuses ${what}`, async () => {
        const { status, body: answer } = await rig().ask('POST', '/metrics', body);
        assert.deepEqual([status, answer.title], [422, 'Unprocessable Entity']);
      });
    }

    for (const [what, body] of failed) {
      test(`fails at ${what}, which it takes for good and cannot pass on`, async () => {
        const { status, body: answer } = await rig().ask('POST', '/metrics', body);
        assert.deepEqual([status, answer.title], [500, 'Service unavailable']);
        const names = (await rig().server.received()).map(({ name }) => name);
        assert.equal(names.includes('contract.lost'), false);
      });
    }

    test('takes all or none, and names the bad one', async () => {
      const bad = { ...good, name: 'contract.bad', value: '1' };
      const { body } = await rig().ask('POST', '/metrics', [{ ...good, name: 'contract.lost' }, bad]);
      assert.match(body.description ?? '', /: for metric contract\.bad$/);
      const names = (await rig().server.received()).map(({ name }) => name);
      assert.equal(names.includes('contract.lost'), false);
    });

    for (const type of ['application/json; charset=utf-8', 'Application/JSON', 'text/plain']) {
      test(`wants the content type to the letter, not ${type}`, async () => {
        const { status, body } = await rig().ask('POST', '/metrics', good, { 'content-type': type });
        assert.deepEqual([status, body.description], [400, 'Bad content type. Must be application/json']);
      });
    }

    for (const body of ['{', '']) {
      test(`refuses "${body}" for a body`, async () => {
        assert.equal((await rig().ask('POST', '/metrics', body)).status, 400);
      });
    }

    test('tells a bad token and a missing role apart by the body only', async () => {
      const unknown = await rig().ask('POST', '/metrics', good, { 'x-auth-token': 'unknown' });
      assert.deepEqual([unknown.status, unknown.body.error?.title], [401, 'Unauthorized']);
      assert.match(unknown.headers.get('www-authenticate') ?? '', /^Keystone uri=/);
      const reader = { 'x-auth-token': await rig().tokenOf('reader') };
      const forbidden = await rig().ask('POST', '/metrics', good, reader);
      assert.deepEqual([forbidden.status, forbidden.body.title], [401, 'Forbidden']);
      assert.match(forbidden.headers.get('www-authenticate') ?? '', /^T, o, k, e, n/);
    });

    test('lets the client part the bad from the good', async () => {
      const metrics = Array.from({ length: 40 }, (_, value) => ({ ...good, name: 'contract.parted', value }));
      metrics.splice(17, 1, { ...good, name: 'bad name' });
      const { taken, refused } = await rig().client.sendMetrics(metrics);
      assert.deepEqual([taken, refused?.count, refused?.names], [39, 1, ['bad name']]);
      const values = (await rig().server.received()).filter(({ name }) => name === 'contract.parted');
      assert.deepEqual(
        values.map(({ value }) => value),
        Array.from({ length: 40 }, (_, value) => value).filter((value) => value !== 17),
      );
    });

    test('takes what was sanitized', async () => {
      const dirty = { ...good, name: 'a (b) = c', dimensions: { '_k,1': 'x;y', empty: '' } };
      const valueMeta = { reason: 'ñ'.repeat(3000) };
      const clean = sanitizeMetric({ ...dirty, valueMeta });
      assert.ok(clean);
      assert.equal((await rig().client.sendMetrics([clean])).taken, 1);
    });
  });
}
