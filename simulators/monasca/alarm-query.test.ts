import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selectedAlarms } from './alarm-query.ts';
import type { AlarmState, StoredAlarm, StoredDefinition } from './alarm-store.ts';

const [tenant, created_at, updated_at] = ['mesos', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'];
const definition = (id: string, severity: string): StoredDefinition => ({
  id,
  tenant,
  name: `name of ${id}`,
  expression: 'm > 1',
  description: '',
  severity,
  match_by: [],
  actions_enabled: true,
  ok_actions: [],
  alarm_actions: [],
  undetermined_actions: [],
  created_at,
  updated_at,
});
const alarm = (id: string, definitionId: string, state: AlarmState): StoredAlarm => ({
  id,
  tenant,
  definitionId,
  state,
  created_timestamp: created_at,
  metrics: [{ name: 'm', dimensions: { host: id, rack: '1' } }],
  state_updated_timestamp: `2026-01-01T00:00:0${id}.000Z`,
});
const store = {
  definitions: [definition('d1', 'LOW'), definition('d2', 'CRITICAL'), definition('d3', 'HIGH')],
  alarms: [
    alarm('3', 'd3', 'ALARM'),
    alarm('1', 'd1', 'UNDETERMINED'),
    alarm('2', 'd2', 'OK'),
    { ...alarm('4', 'd1', 'OK'), tenant: 'other' },
  ],
};

for (const [query, ids] of [
  ['', '123'],
  ['state=ok', '2'],
  ['severity=low|high', '13'],
  ['alarm_definition_id=d2', '2'],
  ['metric_name=m', '123'],
  ['metric_name=n', ''],
  ['metric_dimensions=rack,host:1|3', '13'],
  ['state_updated_start_time=2026-01-01T00:00:02.0Z', '23'],
  ['link=any', ''],
  ['lifecycle_state=any', ''],
  ['state=&severity=&sort_by=&state_updated_start_time=', '123'],
  ['sort_by=alarm_id desc', '321'],
  ['sort_by=state', '213'],
  ['sort_by=severity desc', '231'],
  ['sort_by=link,alarm_definition_name desc', '321'],
] as const) {
  test(`the query "${query}" selects the alarms "${ids}"`, () => {
    const found = selectedAlarms(tenant, new URLSearchParams(query), store);
    assert.equal(found.map(({ id }) => id).join(''), ids);
  });
}

for (const [query, status, title] of [
  ['state=x', 422, 'Invalid State'],
  ['severity=LOW|X', 422, 'Invalid Severity'],
  ['sort_by=foo', 422, 'Unprocessable Entity'],
  ['metric_dimensions=a=b', 422, 'Unprocessable Entity'],
  ['state_updated_start_time=2026-01-01T00:00:02Z', 500, 'Service unavailable'],
] as const) {
  test(`the query "${query}" is refused with ${status} ${title}`, () => {
    const ask = () => selectedAlarms(tenant, new URLSearchParams(query), store);
    assert.throws(ask, { status, title });
  });
}
