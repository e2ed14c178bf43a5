import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { queryCpuSeconds } from '../../../lib/monitoring/query-cpu-seconds.ts';
import type { Rig } from './rig.ts';

const wrong: [string, number][] = [
  ['start_time=2026-01-01&statistics=avg', 422],
  ['name=m&statistics=avg', 422],
  ['name=m&start_time=2026-01-01', 422],
  ['name=m&start_time=2026-01-01&statistics=median', 422],
  ['name=m&start_time=2026-01-01&statistics=constructor', 422],
  ['name=m&start_time=1767225600000&statistics=avg', 422],
  ['name=m&start_time=2026-01-01&statistics=avg&period=long', 422],
  ['name=m&start_time=2026-01-01&statistics=avg&period=-1', 422],
  ['name=m&start_time=2026-01-02&end_time=2026-01-01&statistics=avg', 400],
  ['name=m%20x&start_time=2026-01-01&statistics=avg', 422],
  ['name=m&start_time=2026-01-01&statistics=avg&dimensions=a=b', 422],
];
const wrongSelections: string[] = [
  '/metrics?dimensions=a=b',
  '/metrics?dimensions=_a',
  '/metrics?dimensions=a:b%7C',
  '/metrics?name=m%20x',
  '/metrics/names?dimensions=a=b',
  '/metrics/measurements?name=m%20x&start_time=2026-01-01',
];
const empty: string[] = [
  '/metrics?name=unknown&dimensions=a:_b:c&start_time=',
  '/metrics/names?dimensions=unknown&name=m%20x',
  '/metrics/statistics?name=unknown&start_time=2026-01-01&statistics=avg,&period=6_0',
  '/metrics/statistics?name=unknown&start_time=2026-01-01&end_time=&statistics=avg&period=',
];

/** What both servers say to who reads; nothing is stored in the real one, so only the questions count. */
export function readingContract(rig: () => Rig): void {
  describe('reading', () => {
    for (const [query, status] of wrong) {
      test(`statistics refuse ${query} with ${status}`, async () => {
        assert.equal((await rig().ask('GET', `/metrics/statistics?${query}`)).status, status);
      });
    }

    for (const time of [
      '2026-01-01',
      '2026-01-01T01:00:00',
      '2026-01-01T01:00:00Z',
      '2026-01-01T01:00:00%2B01:00',
    ]) {
      test(`statistics take the time ${time}`, async () => {
        const query = `name=unknown&start_time=${time}&statistics=AVG,max&period=60&dimensions=a:b%7Cc,d&group_by=*`;
        const { status, body } = await rig().ask('GET', `/metrics/statistics?${query}`);
        assert.deepEqual([status, body.elements], [200, []]);
      });
    }

    for (const path of wrongSelections) {
      test(`${path} is refused`, async () => {
        const { status, body } = await rig().ask('GET', path);
        assert.deepEqual([status, body.title], [422, 'Unprocessable Entity']);
      });
    }

    for (const path of empty) {
      test(`${path} finds nothing`, async () => {
        const { status, body } = await rig().ask('GET', path);
        assert.deepEqual([status, body.elements], [200, []]);
      });
    }

    test('without the agent’s metrics the CPU time is not known', async () => {
      const window = { startAt: Date.now() - 3_600_000, endAt: Date.now() };
      assert.equal(await queryCpuSeconds(rig().client, { containers: ['nobody', 'else'], ...window }), null);
    });

    test('what is not there is not found, with its title', async () => {
      const { status, body } = await rig().ask('GET', '/nothing/here');
      assert.deepEqual([status, body.title], [404, '404 Not Found']);
      const { status: wrongMethod } = await rig().ask('PUT', '/metrics', {});
      assert.equal(wrongMethod, 405);
    });

    test('the version is shown to any token', async () => {
      const { body } = await rig().ask('GET', '');
      assert.deepEqual([body.id, body.status], ['v2.0', 'CURRENT']);
    });
  });
}
