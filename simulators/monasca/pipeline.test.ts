import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startClockedMonasca, startedAt } from '../../test/rigs/clocked-monasca.ts';

const flushMs = 20;
const rigWith = async (
  options: Parameters<typeof startClockedMonasca>[0],
  use: (rig: Awaited<ReturnType<typeof startClockedMonasca>>) => Promise<void>,
) => {
  const rig = await startClockedMonasca({ kafkaFlushMs: flushMs, ...options });
  try {
    await use(rig);
  } finally {
    await rig.close();
  }
};
type Rig = Awaited<ReturnType<typeof startClockedMonasca>>;
const many = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({ name, value: i, timestamp: startedAt + i }));
const post = (rig: Rig, name: string, count: number) => rig.call('POST', '/metrics', many(name, count));
const received = (rig: Rig, name: string) =>
  rig
    .monasca()
    .received()
    .filter((each) => each.name === name).length;
const health = async (rig: Rig) => {
  const reply = await fetch(`${rig.monasca().url}/healthcheck`);
  return { status: reply.status, body: await reply.json() };
};

describe('without Kafka', () => {
  test('metrics are answered 204 after the flush, and come when it is back', () =>
    rigWith({}, async (rig) => {
      await rig.monasca().setKafkaDown(true);
      const before = performance.now();
      assert.equal((await post(rig, 'kd.a', 3)).status, 204);
      assert.ok(performance.now() - before >= flushMs - 1);
      assert.equal(received(rig, 'kd.a'), 0);
      assert.deepEqual(await health(rig), {
        status: 503,
        body: {
          kafka: 'Could not connect to Kafka at 127.0.0.1:9092',
          alarms_database: 'OK',
          metrics_database: 'OK',
        },
      });
      await rig.monasca().setKafkaDown(false);
      assert.equal(received(rig, 'kd.a'), 3);
      assert.equal((await health(rig)).status, 200);
      assert.equal((await post(rig, 'kd.a', 3)).status, 204);
      assert.equal(received(rig, 'kd.a'), 6);
    }));

  test('beyond a thousand messages it is a 500 in HTML, at once, for good, with a green health check', () =>
    rigWith({}, async (rig) => {
      await rig.monasca().setKafkaDown(true);
      assert.equal((await post(rig, 'kd.a', 3)).status, 204);
      assert.equal((await post(rig, 'kd.b', 500)).status, 204);
      const full = await post(rig, 'kd.c', 500);
      assert.equal(full.status, 500);
      assert.equal(full.headers.get('content-type'), 'text/html');
      assert.equal(full.headers.get('connection'), 'close');
      assert.match(full.text, /^<html>/);
      await rig.monasca().setKafkaDown(false);
      assert.deepEqual(
        ['kd.a', 'kd.b', 'kd.c'].map((name) => received(rig, name)),
        [3, 500, 497],
      );
      assert.deepEqual([(await post(rig, 'kd.d', 1)).status, (await health(rig)).status], [500, 200]);
      assert.equal((await rig.define('last(kd.e) > 1')).status, 201);
      await rig.restart();
      assert.equal((await post(rig, 'kd.d', 1)).status, 204);
      assert.equal(received(rig, 'kd.d'), 1);
    }));

  test('what was answered 204 is lost at a restart', () =>
    rigWith({}, async (rig) => {
      await rig.monasca().setKafkaDown(true);
      assert.equal((await post(rig, 'kl.a', 1)).status, 204);
      await rig.restart();
      assert.equal((await post(rig, 'kl.b', 1)).status, 204);
      assert.deepEqual([received(rig, 'kl.a'), received(rig, 'kl.b')], [0, 1]);
    }));

  test('an alarm definition is a 201 and stored, and the engine hears of it when Kafka is back', () =>
    rigWith({}, async (rig) => {
      await rig.monasca().setKafkaDown(true);
      const definition = await rig.define('last(kd.f) > 1');
      assert.equal(definition.status, 201);
      assert.equal((await rig.call('GET', `/alarm-definitions/${definition.id}`)).status, 200);
      await rig.monasca().setKafkaDown(false);
      await rig.send('kd.f', 9);
      assert.equal((await rig.alarms(definition))[0]?.state, 'ALARM');
    }));
});

describe('a persister that stores every 30 s', () => {
  test('shows a measurement late, and not twice when it came twice', () =>
    rigWith({ storeEveryMs: 30_000 }, async (rig) => {
      const series = async () => (await rig.call('GET', '/metrics?name=late')).elements.length;
      await rig.passSeconds(29);
      await rig.send('late', 1);
      assert.equal(await series(), 0);
      assert.equal(rig.monasca().received().length, 1);
      await rig.passSeconds(1);
      assert.equal(await series(), 1);
      await rig.send('later', 1);
      assert.deepEqual((await rig.call('GET', '/metrics?name=later')).elements, []);
      await rig.restart();
      assert.equal((await rig.call('GET', '/metrics?name=later')).elements.length, 1);
    }));
});
