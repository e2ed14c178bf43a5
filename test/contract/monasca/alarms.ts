import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Rig } from './rig.ts';

const wrongSelections: [query: string, status: number, title: string][] = [
  ['state=x', 422, 'Invalid State'],
  ['severity=X', 422, 'Invalid Severity'],
  ['sort_by=foo', 422, 'Unprocessable Entity'],
  ['sort_by=state%20down', 422, 'Unprocessable Entity'],
  ['metric_dimensions=a=b', 422, 'Unprocessable Entity'],
  ['state_updated_start_time=x', 500, 'Service unavailable'],
  ['state_updated_start_time=2026-01-01T00:00:00Z', 500, 'Service unavailable'],
];
const selections = [
  'state=ok&severity=low%7CHIGH&metric_dimensions=a:b,c&state_updated_start_time=2026-01-01T00:00:00.0Z',
  'sort_by=alarm_id,alarm_definition_id,alarm_definition_name,state,severity%20desc,lifecycle_state,link',
  'sort_by=state_updated_timestamp,updated_timestamp%20asc,created_timestamp&state=&severity=',
];

/** What both servers say about alarms. */
export function alarmsContract(rig: () => Rig): void {
  describe('alarms', () => {
    for (const [query, status, title] of wrongSelections) {
      test(`refuse ${query} with ${status} ${title}`, async () => {
        const { status: is, body: answer } = await rig().ask('GET', `/alarms?${query}`);
        assert.deepEqual([is, answer.title], [status, title]);
      });
    }

    for (const query of selections) {
      test(`take the query ${query}`, async () => {
        assert.equal((await rig().ask('GET', `/alarms?${query}`)).status, 200);
      });
    }

    test('are not changed without an id', async () => {
      for (const method of ['DELETE', 'PUT', 'PATCH']) {
        const { status, body: answer } = await rig().ask(method, '/alarms', {});
        assert.deepEqual([status, answer.title], [500, 'Service unavailable']);
      }
    });

    test('are listed, not created', async () => {
      const { status, body: answer } = await rig().ask('GET', '/alarms?alarm_definition_id=nothing');
      assert.deepEqual([status, answer.elements], [200, []]);
      const created = await rig().ask('POST', '/alarms', {});
      assert.deepEqual([created.status, created.body.title], [405, '405 Method Not Allowed']);
      assert.equal((await rig().ask('GET', '/alarms/nothing')).status, 404);
      assert.equal(await rig().client.deleteAlarm('nothing'), false);
    });
  });
}
