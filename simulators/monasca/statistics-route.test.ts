import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import * as z from 'zod';
import { type LocalMonasca, startMonasca } from './start-monasca.ts';

const answerBody = z.looseObject({
  title: z.string().optional(),
  elements: z
    .array(
      z.looseObject({
        dimensions: z.record(z.string(), z.string()),
        columns: z.array(z.string()),
        statistics: z.array(z.array(z.union([z.string(), z.number()]))),
      }),
    )
    .default([]),
  links: z.array(z.object({ rel: z.string(), href: z.string() })).default([]),
});
const at = Date.UTC(2026, 0, 1);

describe('Monasca gives statistics', () => {
  let monasca: LocalMonasca;
  before(async () => {
    const owner = { project: { id: 'mesos' }, roles: ['monasca-user'] };
    const directory = await mkdtemp(join(tmpdir(), 'monasca-'));
    monasca = await startMonasca({ keystone: () => owner, directory });
    const of = (host: string, seconds: number, value: number) => ({
      name: 'm',
      dimensions: { host },
      timestamp: at + seconds * 1000,
      value,
    });
    const metrics = [of('a', 1, 4), of('a', 59, 2), of('a', 61, 9), of('a', 400, 1), of('b', 5, 7)];
    const headers = { 'x-auth-token': 'any', 'content-type': 'application/json' };
    await fetch(`${monasca.url}/v2.0/metrics`, { method: 'POST', headers, body: JSON.stringify(metrics) });
  });
  after(() => monasca.close());

  async function get(query: string) {
    const url = `${monasca.url}/v2.0/metrics/statistics?name=m&start_time=2026-01-01&${query}`;
    const reply = await fetch(url, { headers: { 'x-auth-token': 'any' } });
    return { status: reply.status, ...answerBody.parse(await reply.json()) };
  }

  test('by bucket, in the order of the request, without the empty buckets', async () => {
    const { elements } = await get('dimensions=host:a&period=60&statistics=max,COUNT,avg,sum,min');
    assert.deepEqual(elements[0]?.columns, ['timestamp', 'max', 'count', 'avg', 'sum', 'min']);
    assert.deepEqual(elements[0]?.statistics, [
      ['2026-01-01T00:00:00Z', 4, 2, 3, 6, 2],
      ['2026-01-01T00:01:00Z', 9, 1, 9, 9, 9],
      ['2026-01-01T00:06:00Z', 1, 1, 1, 1, 1],
    ]);
  });

  test('buckets are of five minutes unless asked otherwise', async () => {
    const { elements } = await get('dimensions=host:a&statistics=count');
    assert.deepEqual(elements[0]?.statistics, [
      ['2026-01-01T00:00:00Z', 3],
      ['2026-01-01T00:05:00Z', 1],
    ]);
  });

  test('several series are a conflict unless merged or grouped', async () => {
    const conflict = await get('statistics=max');
    assert.deepEqual([conflict.status, conflict.title], [409, 'MultipleMetrics']);
    const merged = await get('statistics=count&merge_metrics=true&period=600');
    assert.deepEqual(merged.elements[0]?.statistics, [['2026-01-01T00:00:00Z', 5]]);
    assert.deepEqual(merged.elements[0]?.dimensions, {});
    assert.equal((await get('statistics=max&group_by=*')).elements.length, 2);
  });

  test('a page that is full has a next link with the time of its last bucket', async () => {
    const { elements, links } = await get('dimensions=host:a&period=60&statistics=max&limit=2');
    assert.equal(elements[0]?.statistics.length, 2);
    assert.match(links[1]?.href ?? '', /offset=2026-01-01T00%3A01%3A00Z/);
    const rest = await get('dimensions=host:a&period=60&statistics=max&limit=2&offset=2026-01-01T00:01:00Z');
    assert.deepEqual(rest.elements[0]?.statistics, [['2026-01-01T00:06:00Z', 1]]);
  });

  for (const query of ['', 'statistics=median', 'statistics=max&period=-1', 'statistics=max&period=long']) {
    test(`the query "${query}" is a 422`, async () => {
      assert.equal((await get(`dimensions=host:a&${query}`)).status, 422);
    });
  }
});
