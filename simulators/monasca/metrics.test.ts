import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { at, good, type MonascaOfRoles, monascaOfRoles } from '../../test/rigs/monasca-of-roles.ts';

describe('the metrics of Monasca', () => {
  let rig: MonascaOfRoles;
  before(async () => {
    rig = await monascaOfRoles();
  });
  after(() => rig.close());

  test('metrics are listed by name, dimensions and project, in pages', async () => {
    const hosts = ['a', 'b', 'c'].map((host) => ({
      ...good,
      name: 'listed',
      dimensions: { host, rack: '1' },
    }));
    await rig.post([...hosts, ...hosts]);
    await rig.post({ ...good, name: 'listed' }, { 'x-auth-token': 'other' });
    const all = (await rig.get('/v2.0/metrics?name=listed')).body.elements;
    assert.equal(all?.length, 3);
    const first = (await rig.get('/v2.0/metrics?name=listed&limit=2')).body;
    assert.deepEqual(first.elements, all?.slice(0, 2));
    const next = new URL(first.links?.find(({ rel }) => rel === 'next')?.href ?? '');
    const second = (await rig.get(next.pathname + next.search)).body;
    assert.deepEqual(second.elements, all?.slice(2));
    assert.equal(second.links?.length, 1);
    assert.equal((await rig.get('/v2.0/metrics?dimensions=host:a|c,rack')).body.elements?.length, 2);
    const names = await rig.get('/v2.0/metrics/names?dimensions=rack:1');
    assert.deepEqual(names.body.elements, [{ name: 'listed' }]);
    assert.equal((await rig.get('/v2.0/metrics?limit=x')).status, 422);
  });

  test('measurements come in the order of time, of one series unless merged or grouped', async () => {
    const of = (job: string, timestamp: number, value: number) => ({
      name: 'm',
      dimensions: { job },
      timestamp,
      value,
    });
    await rig.post([of('1', at + 1500, 2), of('1', at + 500, 1), of('2', at + 1000, 3)]);
    const path = '/v2.0/metrics/measurements?name=m&start_time=2026-01-01T00:00:00Z';
    const one = (await rig.get(`${path}&dimensions=job:1`)).body.elements;
    assert.deepEqual(one?.[0]?.columns, ['timestamp', 'value', 'value_meta']);
    assert.deepEqual(one?.[0]?.measurements, [
      ['2026-01-01T00:00:00.500Z', 1, {}],
      ['2026-01-01T00:00:01.500Z', 2, {}],
    ]);
    const several = await rig.get(path);
    assert.deepEqual([several.status, several.body.title], [409, 'MultipleMetrics']);
    const merged = (await rig.get(`${path}&merge_metrics=true`)).body.elements;
    assert.deepEqual(
      [merged?.length, merged?.[0]?.dimensions, merged?.[0]?.measurements?.length],
      [1, {}, 3],
    );
    assert.equal((await rig.get(`${path}&group_by=*`)).body.elements?.length, 2);
    assert.deepEqual((await rig.get(path.replace('name=m', 'name=unknown'))).body.elements, []);
  });

  test('a query without name or start, with numbers for times or an empty period is refused', async () => {
    const of = async (query: string) => (await rig.get(`/v2.0/metrics/measurements?${query}`)).status;
    assert.equal(await of('start_time=2026-01-01'), 422);
    assert.equal(await of('name=m'), 422);
    assert.equal(await of(`name=m&start_time=${at}`), 422);
    assert.equal(await of('name=m&start_time=2026-01-02&end_time=2026-01-01'), 400);
    for (const time of ['2026-01-01', '2026-01-01T01:00:00', '2026-01-01T01:00:00+01:00']) {
      assert.equal(await of(`name=unknown&start_time=${time}`), 200);
    }
  });
});
