import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { type MonascaRig, startRig, testMetric } from '../../test/rigs/monasca.ts';
import { type HttpRequest, http } from '../http/http.ts';
import type { Metric } from './metric.ts';

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
    const timestamp = Date.now();
    return Array.from({ length: count }, (_, value) =>
      testMetric({ value, timestamp, ...(bad.includes(value) ? { name: `bad(${value})` } : {}) }),
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

  test('where even one metric is too large all are for later', async () => {
    rig.monasca.setFaults(() => ({ status: 413, body: 'too large' }));
    await assert.rejects(rig.client().sendMetrics(numbered(4, [])), { name: 'PayloadTooLargeError' });
    assert.equal(posts(), 3);
    rig.monasca.setFaults(undefined);
    assert.equal((await rig.client().sendMetrics(numbered(4, []))).taken, 4);
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

  /** So many points of ten metrics each, a second apart; the bad ones are the first of their points. */
  function points(count: number, bad: number[]): Metric[] {
    const start = Date.now() - 600_000;
    return numbered(
      count * 10,
      bad.map((point) => point * 10),
    ).map((metric, i) => ({
      ...metric,
      timestamp: start + Math.floor(i / 10) * 1000,
    }));
  }

  test('a Monasca that goes away in between has what came before, and the rest is for later', async () => {
    const sent = points(40, [30]);
    const client = rig.client();
    let left = 6;
    rig.monasca.setFaults(() => (left-- > 0 ? undefined : { status: 500, body: 'Kafka' }));
    const { settled, stopped } = await client.sendMetrics(sent, 10);
    assert.match(stopped ?? '', /500/);
    assert.ok(settled >= 200, `${settled} settled`);
    assert.deepEqual(
      values().slice(0, settled),
      sent.slice(0, settled).map(({ value }) => value),
    );
    rig.monasca.setFaults(undefined);
    assert.equal((await client.sendMetrics(sent.slice(settled), 10)).refused?.count, 1);
    assert.equal(new Set(values()).size, 399);
  });

  /** Sends point after point until nothing is left; resolves to how often one was refused. */
  async function sentInTurns(sent: Metric[]): Promise<number> {
    let refusals = 0;
    let left = sent;
    for (let evaluations = 0; left.length > 0; evaluations++) {
      assert.ok(evaluations < 20);
      const { refused, settled } = await rig.client().sendMetrics(left, 10);
      refusals += refused?.count ?? 0;
      left = left.slice(settled - (settled % 10));
    }
    return refusals;
  }
  const everySecond = Array.from({ length: 20 }, (_, i) => 2 * i);

  test('where much is bad, nothing good is given up: the rest is for later', async () => {
    assert.ok((await sentInTurns(points(40, everySecond))) >= 20);
    assert.ok(posts() > 60);
    assert.equal(new Set(values()).size, 380);
  });

  test('so it is when instants lie before those that came earlier', async () => {
    const sent = points(40, everySecond).map((metric, i) =>
      i % 10 === 0 ? { ...metric, timestamp: metric.timestamp - 3_600_000 } : metric,
    );
    await sentInTurns(sent);
    assert.equal(new Set(values()).size, 380);
  });

  test('a first point with more bad metrics than requests holds up none of the others', async () => {
    const bad = Array.from({ length: 100 }, (_, i) => i);
    const others = numbered(200, []).map((metric) => ({ ...metric, value: 1000 + metric.value }));
    const sent = [...numbered(110, bad), ...others];
    const { settled, refused } = await rig.client().sendMetrics(sent, 110);
    assert.ok(settled >= 110 && (refused?.count ?? 0) >= 100, `${settled} settled`);
    assert.ok(posts() <= 60 + 20, `${posts()} requests`);
    await rig.client().sendMetrics(sent.slice(settled), 10);
    assert.equal(values().filter((value) => value >= 1000).length, 200);
  });
});
