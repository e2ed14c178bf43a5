import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { type HttpRequest, http } from '../http/http.ts';
import type { Metric } from './metric.ts';
import { type MonascaRig, startRig, testMetric } from './test-rig.ts';

describe('a bad metric never poisons its batch', () => {
  let rig: MonascaRig;
  let seen = 0;
  let postsBefore = 0;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());
  beforeEach(() => {
    seen = rig.monasca.received().length;
    postsBefore = rig.monasca.count('POST', '/v2.0/metrics');
  });
  afterEach(() => rig.monasca.setFaults(undefined));
  const values = () =>
    rig.monasca
      .received()
      .slice(seen)
      .map(({ value }) => value);
  const posts = () => rig.monasca.count('POST', '/v2.0/metrics') - postsBefore;

  /** Metrics with the values 0, 1, 2 and so on; the bad ones with a name that Monasca does not take. */
  function numbered(count: number, bad: number[]): Metric[] {
    return Array.from({ length: count }, (_, value) =>
      testMetric(bad.includes(value) ? { value, name: `bad(${value})` } : { value }),
    );
  }

  for (const bad of [[0], [499], [100], [1, 250, 251]]) {
    test(`of 500 only ${bad.join(', ')} are refused, by name and reason, the others arrive in order`, async () => {
      const sent = numbered(500, bad);
      const { taken, refused } = await rig.client().sendMetrics(sent);
      assert.deepEqual([taken, refused?.count], [500 - bad.length, bad.length]);
      assert.deepEqual(
        refused?.names,
        bad.map((value) => `bad(${value})`),
      );
      assert.match(refused?.reason ?? '', /422.*invalid characters in metric name/);
      assert.deepEqual(
        values(),
        sent.map(({ value }) => value).filter((value) => !bad.includes(value)),
      );
      // Each bad one costs at most two requests a level: log2(500) rounded up is 9.
      assert.ok(posts() <= 1 + bad.length * 18, `${posts()} requests`);
    });
  }

  test('many hundred go in batches', async () => {
    const { taken } = await rig.client().sendMetrics(numbered(1200, []));
    assert.deepEqual([taken, values().length, posts()], [1200, 1200, 3]);
  });

  test('when nearly all are bad the requests are bounded, and what was given up is counted', async () => {
    const sent = numbered(
      500,
      Array.from({ length: 400 }, (_, value) => value),
    );
    const { taken, refused } = await rig.client().sendMetrics(sent);
    assert.ok(posts() <= 60 + 9, `${posts()} requests`);
    assert.equal(taken + (refused?.count ?? 0), 500);
    assert.equal(values().length, taken);
    assert.equal(refused?.names.length, 10);
  });

  test('what is too large is sent in halves, and the size that fitted is kept', async () => {
    const largestBytes = 20_000;
    const inner = http({ timeoutMs: 1000 });
    const proxy = async (request: HttpRequest) =>
      (request.body?.length ?? 0) > largestBytes
        ? { status: 413, headers: {}, body: '<html>413 Request Entity Too Large</html>' }
        : inner(request);
    const { taken, refused } = await rig.client('user', { http: proxy }).sendMetrics(numbered(500, [77]));
    assert.deepEqual([taken, refused?.count], [499, 1]);
    assert.deepEqual(values().length, 499);
    assert.ok(posts() <= 8 + 16, `${posts()} requests`);
  });

  test('one metric that is too large is refused alone', async () => {
    rig.monasca.setFaults(({ method, path }) =>
      method === 'POST' && path === '/v2.0/metrics' ? { status: 413, body: 'too large' } : undefined,
    );
    const { taken, refused } = await rig.client().sendMetrics([testMetric()]);
    assert.deepEqual([taken, refused?.count], [0, 1]);
    assert.match(refused?.reason ?? '', /413/);
  });

  test('a 400 is about the request: nothing is divided, all is for later', async () => {
    rig.monasca.setFaults(() => ({ status: 400, body: 'bad request' }));
    await assert.rejects(rig.client().sendMetrics(numbered(10, [])), {
      name: 'RefusedByMonascaError',
      status: 400,
    });
    assert.equal(posts(), 1);
  });

  test('a Monasca that fails in between leaves all for later, and all arrive then', async () => {
    let left = 3;
    rig.monasca.setFaults(() => (left-- > 0 ? undefined : { status: 500, body: 'Kafka' }));
    const client = rig.client();
    const sent = numbered(100, [50]);
    await assert.rejects(client.sendMetrics(sent), { name: 'MonascaAnswerError', status: 500 });
    rig.monasca.setFaults(undefined);
    const { refused } = await client.sendMetrics(sent);
    assert.equal(refused?.count, 1);
    assert.equal(new Set(values()).size, 99);
  });

  test('a slow Monasca is not asked for more than ten seconds, however much is to be divided', async () => {
    let clock = 0;
    const inner = http({ timeoutMs: 1000 });
    const slow = (request: HttpRequest) => {
      clock += 3000;
      return inner(request);
    };
    const client = rig.client('user', { http: slow, now: () => clock });
    await assert.rejects(client.sendMetrics(numbered(100, [1, 50, 99])), {
      name: 'NoAnswerError',
      message: /later/,
    });
    assert.ok(posts() <= 4, `${posts()} requests`);
  });
});
