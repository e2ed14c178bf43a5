import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { type MonascaRig, startRig, testMetric } from '../../test/rigs/monasca.ts';
import { type HttpRequest, http } from '../http/http.ts';

describe('metrics ahead of Monasca’s clock', () => {
  let rig: MonascaRig;
  let seen = 0;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());
  beforeEach(() => {
    seen = rig.monasca.received().length;
  });
  const values = () =>
    rig.monasca
      .received()
      .slice(seen)
      .map(({ value }) => value);

  /** A Monasca that refuses what lies more than two minutes ahead of its clock, as its Java server does. */
  function strict(clock: { at: number }) {
    const inner = http({ timeoutMs: 1000 });
    return async (request: HttpRequest) => {
      const times = [...(request.body ?? '').matchAll(/"timestamp":(\d+)/g)].map(([, time]) => Number(time));
      const headers = { date: new Date(clock.at).toUTCString() };
      if (times.some((time) => time > clock.at + 120_000)) return { status: 422, headers, body: 'too far' };
      const answer = await inner(request);
      return { ...answer, headers: { ...answer.headers, ...headers } };
    };
  }

  test('what lies too far ahead of Monasca’s clock is for later, and all arrive then', async () => {
    const sentAt = Date.now();
    const clock = { at: sentAt - 150_000 };
    const client = rig.client('user', { http: strict(clock) });
    // One for each of the last ten minutes; the clock of Monasca is two and a half behind.
    const minutes = Array.from({ length: 11 }, (_, i) => i - 10);
    const sent = minutes.map((value) => testMetric({ value, timestamp: sentAt + value * 60_000 }));
    const first = await client.sendMetrics(sent);
    assert.deepEqual(first, {
      taken: 9,
      refused: null,
      aheadFrom: sentAt - 60_000,
      settled: 11,
      stopped: null,
    });
    clock.at = sentAt;
    const left = sent.filter(({ timestamp }) => timestamp >= sentAt - 60_000);
    assert.deepEqual(await client.sendMetrics(left), {
      taken: 2,
      refused: null,
      aheadFrom: null,
      settled: 2,
      stopped: null,
    });
    assert.deepEqual(values(), minutes);
  });

  test('a clock of Monasca that is ahead of ours changes nothing', async () => {
    const at = Date.now();
    const client = rig.client('user', { http: strict({ at: at + 120_000 }) });
    const { taken, aheadFrom } = await client.sendMetrics([testMetric({ value: 1, timestamp: at })]);
    assert.deepEqual([taken, aheadFrom], [1, null]);
  });

  test('a bad metric is found also while others lie ahead of Monasca’s clock', async () => {
    const at = Date.now();
    const client = rig.client('user', { http: strict({ at: at - 300_000 }) });
    const [late, bad, ahead] = [at - 400_000, at - 390_000, at];
    const sent = [
      testMetric({ value: 1, timestamp: late }),
      testMetric({ value: 2, timestamp: bad, name: 'bad()' }),
      testMetric({ value: 3, timestamp: ahead }),
    ];
    const { taken, refused, aheadFrom } = await client.sendMetrics(sent);
    assert.deepEqual([taken, refused?.names, aheadFrom], [1, ['bad()'], ahead]);
    assert.deepEqual(values(), [1]);
  });
});
