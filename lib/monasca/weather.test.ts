import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { FaultRule } from '../../simulators/http/faults.ts';
import { type MonascaRig, startRig, testMetric } from '../../test/rigs/monasca.ts';

describe('whatever the weather at Monasca and Keystone, all metrics are there afterwards', () => {
  let rig: MonascaRig;
  let tests = 0;
  let name = '';
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());
  beforeEach(() => {
    name = `test.${++tests}`;
  });
  afterEach(() => {
    rig.monasca.setFaults(undefined);
    rig.keystone.setFaults(undefined);
  });
  /** Of this test only: what an earlier one gave up may still arrive. */
  const received = () => rig.monasca.received().filter((each) => each.name === name);
  const three = () => [1, 2, 3].map((value) => testMetric({ name, value }));

  const html = { status: 503, body: '<html><title>503 Service Unavailable</title></html>' };
  const weathers: [string, FaultRule, string][] = [
    ['answers 500', () => ({ status: 500, body: 'Kafka' }), 'AnswerError'],
    ['answers 503 in HTML', () => html, 'AnswerError'],
    ['breaks the connection', () => 'reset', 'NoAnswerError'],
    ['never answers', () => 'hang', 'NoAnswerError'],
    ['is slower than we wait', () => ({ delayMs: 1500 }), 'NoAnswerError'],
  ];
  for (const [what, faults, error] of weathers) {
    test(`Monasca ${what}`, async () => {
      const client = rig.client();
      const sent = three();
      rig.monasca.setFaults(faults);
      await assert.rejects(client.sendMetrics(sent), (thrown: Error) => thrown.name.endsWith(error));
      rig.monasca.setFaults(undefined);
      assert.equal((await client.sendMetrics(sent)).taken, 3);
      assert.deepEqual(new Set(received().map(({ value }) => value)), new Set([1, 2, 3]));
    });

    test(`Keystone ${what}`, async () => {
      const client = rig.client();
      rig.keystone.setFaults(faults);
      await assert.rejects(client.sendMetrics(three()), (thrown: Error) => thrown.name.endsWith(error));
      rig.keystone.setFaults(undefined);
      assert.equal((await client.sendMetrics(three())).taken, 3);
      assert.equal(received().length, 3);
    });
  }

  test('a token that is revoked while a batch is divided is renewed on the way', async () => {
    let posts = 0;
    rig.monasca.setFaults(({ method }) => {
      if (method === 'POST' && ++posts === 3) rig.keystone.revokeTokens();
      return undefined;
    });
    const batch = Array.from({ length: 50 }, (_, value) =>
      testMetric({ value, name: value === 20 ? 'bad()' : name }),
    );
    const { taken, refused } = await rig.client().sendMetrics(batch);
    assert.deepEqual([taken, refused?.count, received().length], [49, 1, 49]);
  });

  test('the role is missing for an hour, then it is there', async () => {
    const forbidden = JSON.stringify({ title: 'Forbidden', description: 'no access' });
    const client = rig.client();
    const before = rig.keystone.logins();
    rig.monasca.setFaults(() => ({ status: 401, body: forbidden }));
    for (let i = 0; i < 3; i++)
      await assert.rejects(client.sendMetrics(three()), { name: 'MissingRoleError' });
    rig.monasca.setFaults(undefined);
    await client.sendMetrics(three());
    assert.deepEqual([received().length, rig.keystone.logins() - before], [3, 1]);
  });

  for (const minutes of [-2, 2]) {
    test(`our clock is off by ${minutes} minutes`, async () => {
      let clock = Date.now() + minutes * 60_000;
      const client = rig.client('user', { now: () => clock });
      const before = rig.keystone.logins();
      await client.sendMetrics([testMetric({ name, timestamp: clock })]);
      clock += 57 * 60_000;
      await client.sendMetrics([testMetric({ name, timestamp: clock })]);
      assert.deepEqual([received().length, rig.keystone.logins() - before], [2, 1]);
      clock += 60_000;
      await client.sendMetrics([testMetric({ name, timestamp: clock })]);
      assert.deepEqual([received().length, rig.keystone.logins() - before], [3, 2]);
    });
  }
});
