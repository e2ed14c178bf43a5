import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type MonascaRig, startRig, testMetric } from '../../test/rigs/monasca.ts';
import { queryCpuSeconds } from './query-cpu-seconds.ts';

const startAt = Date.UTC(2026, 0, 1);
const minute = 60_000;

describe('the CPU time really used is read from what the Monasca agent sent', () => {
  let rig: MonascaRig;
  before(async () => {
    rig = await startRig();
  });
  after(() => rig.close());

  /** The counters of a container, minute by minute, in ticks. */
  async function agentSends(container: string, user: number[], system: number[], hostname = 'h1') {
    const of = (name: string, ticks: number[]) =>
      ticks.map((value, i) => {
        const dimensions = { name: container, hostname, image: 'busybox' };
        return testMetric({ name, dimensions, value, timestamp: startAt + i * minute });
      });
    await rig
      .client('agent')
      .sendMetrics([...of('container.cpu.user_time', user), ...of('container.cpu.system_time', system)]);
  }
  /** One more reading of the counters. */
  const agentSendsAt = (minutes: number, ticks: number, hostname: string) =>
    rig.client('agent').sendMetrics(
      ['container.cpu.user_time', 'container.cpu.system_time'].map((name) =>
        testMetric({
          name,
          dimensions: { name: 'moved', hostname },
          value: ticks,
          timestamp: startAt + minutes * minute,
        }),
      ),
    );
  const query = (containers: string[]) => ({ containers, startAt, endAt: startAt + 60 * minute });
  /** By container; null when nothing is known. */
  const used = async (
    containers: string[],
    change: { endAt?: number; endsAt?: Map<string, number> } = {},
  ) => {
    const found = await queryCpuSeconds(rig.client('reader'), { ...query(containers), ...change });
    return found && Object.fromEntries(found);
  };

  test('user and system ticks are seconds', async () => {
    await agentSends('one', [100, 2000, 6000], [50, 100, 300]);
    assert.deepEqual(await used(['one']), { one: 63 });
  });

  test('every container is known by itself, and one without counters not at all', async () => {
    await agentSends('two-a', [1000], [0]);
    await agentSends('two-b', [3000], [500], 'h2');
    assert.deepEqual(await used(['two-a', 'two-b', 'two-c']), { 'two-a': 10, 'two-b': 35 });
  });

  test('a counter that begins again belongs to another container of the same name', async () => {
    await agentSends('three', [1000, 5000, 200, 700], [0, 0, 0, 0]);
    assert.deepEqual(await used(['three']), { three: 57 });
  });

  test('a counter goes on when its host is renamed', async () => {
    for (const [minutes, ticks, host] of [
      [0, 1000, 'old'],
      [1, 2000, 'old'],
      [2, 3000, 'new'],
      [3, 4000, 'new'],
    ] as const)
      await agentSendsAt(minutes, ticks, host);
    assert.deepEqual(await used(['moved']), { moved: 80 });
  });

  test('over days the buckets get longer, not more', async () => {
    await agentSends('four', [1000, 2000], [100, 200]);
    assert.deepEqual(await used(['four'], { endAt: startAt + 90 * 24 * 60 * minute }), { four: 22 });
  });

  test('what a container used after the given instant does not count', async () => {
    await agentSends('five', [1000, 2000, 4000], [0, 100, 300]);
    await agentSends('six', [1000, 2000, 4000], [0, 100, 300]);
    const endsAt = new Map([['five', startAt + 2 * minute]]);
    assert.deepEqual(await used(['five', 'six'], { endsAt }), { five: 21, six: 43 });
  });

  test('without the agent, without a container or without time nothing is known', async () => {
    assert.equal(await used(['nobody']), null);
    assert.equal(await used([]), null);
    assert.equal(await used(['one'], { endAt: startAt }), null);
    await rig
      .client('agent')
      .sendMetrics([
        testMetric({ name: 'container.cpu.user_time', dimensions: { name: 'half' }, timestamp: startAt }),
      ]);
    assert.equal(await used(['half']), null);
  });

  test('mistake 10: columns are known by their names, whatever their order, and a cut answer is not taken', async () => {
    const row = ['2026-01-01T00:00:00Z', 3, 9];
    const answer = (rel: string) => ({
      links: [{ rel }],
      elements: [{ dimensions: { name: 'any' }, columns: ['timestamp', 'min', 'max'], statistics: [row] }],
    });
    for (const [rel, seconds] of [
      ['self', { any: 0.18 }],
      ['next', null],
    ] as const) {
      rig.monasca.setFaults(() => ({ status: 200, body: JSON.stringify(answer(rel)) }));
      assert.deepEqual(await used(['any']), seconds);
      rig.monasca.setFaults(undefined);
    }
  });

  test('mistake 10: several series are no conflict, and no series no failure', async () => {
    const statistics = {
      dimensions: { image: ['busybox'] },
      statistics: ['avg' as const, 'count' as const],
      startAt,
      periodSeconds: 300,
    };
    const client = rig.client();
    const { series, isCut } = await client.metricStatistics({
      ...statistics,
      name: 'container.cpu.user_time',
    });
    assert.ok(series.length > 1);
    assert.equal(isCut, false);
    const one = series.find(({ dimensions }) => dimensions.name === 'one');
    assert.deepEqual(one?.buckets, [{ at: startAt, values: { avg: 2700, count: 3 } }]);
    assert.deepEqual(await client.metricStatistics({ ...statistics, name: 'unknown' }), {
      series: [],
      isCut: false,
    });
  });
});
