import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startClockedMonasca } from '../../test/rigs/clocked-monasca.ts';

const at = Date.UTC(2026, 10, 29, 22);
const point = (name: string, dimensions: Record<string, string>, seconds: number, value: number) => ({
  name,
  dimensions,
  timestamp: at + seconds * 1000,
  value,
});
const metrics = [
  point('df.dup', { job: '1' }, 10, 2),
  point('df.dup', { job: '1' }, 20, 1),
  point('df.dup', { job: '1' }, 10, 3),
  ...['a', 'b'].flatMap((host) =>
    ['1', '2'].map((disk) => point('df.group', { host, disk }, Number(disk) * 100, Number(disk))),
  ),
  point('df.group', { rack: 'r' }, 300, 9),
  point('df.words', { 'a key': 'a b' }, 10, 1),
  point('df.words', { 'a key': 'abc' }, 20, 2),
  point('df.words', { 'a key': 'xbx' }, 30, 3),
  point('df.words', { 'a key': 'xxc' }, 40, 4),
  point('df.words', { 'a key': 'x' }, 50, 5),
];

describe('what was stored is read as from the real Monasca with InfluxDB', () => {
  let rig: Awaited<ReturnType<typeof startClockedMonasca>>;
  before(async () => {
    rig = await startClockedMonasca();
    assert.equal((await rig.call('POST', '/metrics', metrics)).status, 204);
  });
  after(() => rig.close());
  const from = 'start_time=2026-11-29T22:00:00Z';
  const measured = (query: string) => rig.call('GET', `/metrics/measurements?${from}&${query}`);
  const counted = (query: string) => rig.call('GET', `/metrics/statistics?${from}&${query}`);
  const nextOf = ({ links }: { links: { rel: string; href: string }[] }) =>
    links.find(({ rel }) => rel === 'next')?.href.split('?')[1];

  test('of one series and time there is one measurement, the later to come', async () => {
    const [series] = (await measured('name=df.dup')).elements;
    assert.deepEqual(series?.measurements, [
      ['2026-11-29T22:00:10.000Z', 3, {}],
      ['2026-11-29T22:00:20.000Z', 1, {}],
    ]);
    const [{ statistics } = { statistics: [] }] = (await counted('name=df.dup&statistics=sum,count'))
      .elements;
    assert.deepEqual(statistics, [['2026-11-29T22:00:00Z', 4, 2]]);
  });

  test('a dimension to group by merges what differs elsewhere, and is the only one shown', async () => {
    const { elements } = await counted('name=df.group&group_by=host&statistics=sum&period=3600');
    assert.deepEqual(
      elements.map(({ id, dimensions, statistics }) => [id, dimensions, statistics]),
      [
        ['0', { host: '' }, [['2026-11-29T22:00:00Z', 9]]],
        ['1', { host: 'a' }, [['2026-11-29T22:00:00Z', 3]]],
        ['2', { host: 'b' }, [['2026-11-29T22:00:00Z', 3]]],
      ],
    );
  });

  test('grouped by a dimension that none has, all are one series', async () => {
    const { elements } = await measured('name=df.group&group_by=absent');
    assert.deepEqual(
      elements.map(({ dimensions, measurements }) => [dimensions, (measurements as []).length]),
      [[{ absent: '' }, 5]],
    );
  });

  test('grouped by all, what a series lacks is empty', async () => {
    const { elements } = await measured('name=df.group&group_by=*');
    assert.deepEqual(
      elements.map(({ dimensions }) => dimensions),
      [
        { disk: '', host: '', rack: 'r' },
        { disk: '1', host: 'a', rack: '' },
        { disk: '1', host: 'b', rack: '' },
        { disk: '2', host: 'a', rack: '' },
        { disk: '2', host: 'b', rack: '' },
      ],
    );
  });

  test('a period of 0 is one bucket of the time of the start', async () => {
    const { elements } = await counted('name=df.group&merge_metrics=true&statistics=count&period=0');
    assert.deepEqual(elements[0]?.statistics, [['2026-11-29T22:00:00Z', 5]]);
    const other = await rig.call(
      'GET',
      '/metrics/statistics?start_time=20261129T215903Z&name=df.dup&statistics=sum&period=0',
    );
    assert.deepEqual(other.elements[0]?.statistics, [['2026-11-29T21:59:03Z', 4]]);
  });

  test('two series are a conflict also when only one has points in the time asked', async () => {
    const path = '/metrics/measurements?name=df.group&dimensions=host:a&start_time=2026-11-29T22:03:00Z';
    assert.equal((await rig.call('GET', path)).title, 'MultipleMetrics');
  });

  test('metrics are known by their rows, and by those they are paged', async () => {
    const all = (await rig.call('GET', '/metrics')).elements;
    assert.deepEqual(
      all.map(({ id }) => id),
      all.map((_, row) => String(row)),
    );
    const first = await rig.call('GET', '/metrics?limit=2');
    assert.deepEqual(first.elements, all.slice(0, 2));
    assert.equal(nextOf(first), 'offset=1&limit=2');
    assert.deepEqual((await rig.call('GET', '/metrics?limit=2&offset=1')).elements, all.slice(2, 4));
    const none = await rig.call('GET', '/metrics?limit=0');
    assert.deepEqual([none.elements, nextOf(none)], [[], 'offset=0&limit=0']);
    assert.equal((await rig.call('GET', '/metrics?offset=first')).status, 500);
  });

  test('with a start, metrics are listed that have measurements since', async () => {
    const names = (await rig.call('GET', '/metrics?start_time=20261129T220230Z')).elements;
    assert.deepEqual(
      names.map(({ name, dimensions }) => [name, dimensions]),
      [
        ['df.group', { disk: '2', host: 'a' }],
        ['df.group', { disk: '2', host: 'b' }],
        ['df.group', { rack: 'r' }],
      ],
    );
  });

  test('blanks of dimensions come back behind a backslash', async () => {
    const [first] = (await rig.call('GET', '/metrics?name=df.words')).elements;
    assert.deepEqual(first?.dimensions, { 'a\\ key': 'a\\ b' });
  });

  test('a|b|c begins with a, contains b or ends with c', async () => {
    const { elements } = await rig.call('GET', '/metrics?name=df.words&dimensions=a%20key:a%7Cb%7Cc');
    assert.equal(elements.length, 4);
    const exact = await rig.call('GET', '/metrics?name=df.words&dimensions=a%20key:x');
    assert.equal(exact.elements.length, 1);
    assert.equal((await rig.call('GET', '/metrics?dimensions=a:b/c%7Cd')).status, 500);
    assert.equal((await rig.call('GET', '/metrics?dimensions=a:b/c')).status, 200);
  });

  test('names and values of dimensions are listed', async () => {
    const names = await rig.call('GET', '/metrics/dimensions/names?metric_name=df.group');
    assert.deepEqual(
      names.elements.map(({ dimension_name }) => dimension_name),
      ['disk', 'host', 'rack'],
    );
    const path = '/metrics/dimensions/names/values';
    const values = await rig.call('GET', `${path}?metric_name=df.group&dimension_name=host&limit=1`);
    assert.deepEqual(
      values.elements.map(({ dimension_value }) => dimension_value),
      ['a'],
    );
    assert.equal(nextOf(values), 'offset=a&metric_name=df.group&dimension_name=host&limit=1');
    const rest = await rig.call('GET', `${path}?dimension_name=host&offset=a`);
    assert.deepEqual(
      rest.elements.map(({ dimension_value }) => dimension_value),
      ['b'],
    );
    assert.equal((await rig.call('GET', path)).status, 422);
  });

  test('a page of measurements that is full names the next, from which only the time counts', async () => {
    const page = await measured('name=df.dup&limit=2');
    assert.equal(
      nextOf(page),
      `offset=0_2026-11-29T22%3A00%3A20.000Z&start_time=2026-11-29T22%3A00%3A00Z&name=df.dup&limit=2`,
    );
    const grouped = await measured('name=df.group&group_by=*&limit=3');
    assert.deepEqual(
      grouped.elements.map(({ measurements }) => (measurements as []).length),
      [1, 1, 1],
    );
    const rest = await measured('name=df.group&group_by=*&offset=2_2026-11-29T22:01:40.000Z');
    assert.deepEqual(
      rest.elements.map(({ id }) => id),
      ['2', '3', '4'],
    );
  });

  test('no row at all has a next page; an offset with an id is a 500', async () => {
    const none = await counted('name=df.dup&statistics=sum&limit=0');
    assert.deepEqual(
      [none.elements.map(({ statistics }) => statistics), nextOf(none)?.split('&')[0]],
      [[[]], 'offset=2026-11-29T22%3A00%3A00Z'],
    );
    const wrong = await counted('name=df.dup&statistics=sum&offset=0_2026-11-29T22:00:00Z');
    assert.deepEqual(
      [wrong.status, wrong.title, wrong.description],
      [500, 'Service unavailable', 'invalid timestamp string'],
    );
    assert.equal((await counted('name=df.dup&statistics=sum&offset=2026-11-29T22:00:00Z')).status, 200);
  });

  test('what is merged shows the dimensions that were asked for', async () => {
    const { elements } = await measured('name=df.group&merge_metrics=true&dimensions=host:a');
    assert.deepEqual(elements[0]?.dimensions, { host: 'a' });
  });
});
