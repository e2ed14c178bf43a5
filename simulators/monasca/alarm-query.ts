import type { AlarmStore, StoredAlarm, StoredDefinition } from './alarm-store.ts';
import { dimensionFilter } from './dimension-filter.ts';
import { MonascaError, serviceUnavailable } from './monasca-error.ts';
import { severityFilter } from './severity-filter.ts';
import { sortedBy } from './sort-by.ts';

const sortFields = [
  'alarm_id',
  'alarm_definition_id',
  'alarm_definition_name',
  'state',
  'severity',
  'lifecycle_state',
  'link',
  'state_updated_timestamp',
  'updated_timestamp',
  'created_timestamp',
] as const;

/** The alarms of a project that the query's filters select, in its order or that of their ids. */
export function selectedAlarms(
  tenant: string,
  query: URLSearchParams,
  { alarms, definitions }: Pick<AlarmStore, 'alarms' | 'definitions'>,
): StoredAlarm[] {
  const fits = alarmFilter(query);
  const ofId = new Map(definitions.map((each) => [each.id, each]));
  const rows = alarms.map((alarm) => sortableRow(alarm, ofId.get(alarm.definitionId)));
  const mine = rows.filter(({ alarm, severity }) => alarm.tenant === tenant && fits(alarm, severity));
  return sortedBy(query, mine, sortFields).map(({ alarm }) => alarm);
}

function sortableRow(alarm: StoredAlarm, definition: StoredDefinition | undefined) {
  const { id, definitionId, state, state_updated_timestamp, created_timestamp } = alarm;
  return {
    alarm,
    id,
    alarm_id: id,
    alarm_definition_id: definitionId,
    state,
    alarm_definition_name: definition?.name ?? '',
    severity: definition?.severity ?? '',
    lifecycle_state: null,
    link: null,
    state_updated_timestamp,
    created_timestamp,
    updated_timestamp: state_updated_timestamp,
  };
}

function alarmFilter(query: URLSearchParams): (alarm: StoredAlarm, severity: string) => boolean {
  const state = wantedState(query);
  const hasSeverity = severityFilter(query);
  const hasDimensions = dimensionFilter(query, 'metric_dimensions');
  const definitionId = query.get('alarm_definition_id');
  const metricName = query.get('metric_name');
  const since = startOfUpdates(query);
  // No alarm here has either of them.
  const wantsMore = Boolean(query.get('lifecycle_state') || query.get('link'));
  return (alarm, severity) =>
    !wantsMore &&
    (!state || alarm.state === state) &&
    hasSeverity(severity) &&
    (!definitionId || alarm.definitionId === definitionId) &&
    (!metricName || alarm.metrics.some(({ name }) => name === metricName)) &&
    alarm.metrics.some(({ dimensions }) => hasDimensions(dimensions)) &&
    Date.parse(alarm.state_updated_timestamp) >= since;
}

function wantedState(query: URLSearchParams): string | undefined {
  const state = query.get('state')?.toUpperCase();
  if (!state || ['ALARM', 'OK', 'UNDETERMINED'].includes(state)) return state;
  throw new MonascaError(422, 'Invalid State', `State ${state} must be one of [ALARM, OK, UNDETERMINED]`);
}

/** Epoch milliseconds; UTC with a fraction of seconds is the only form that is taken, and all else a failure of the server. */
function startOfUpdates(query: URLSearchParams): number {
  const text = query.get('state_updated_start_time');
  if (!text) return Number.NEGATIVE_INFINITY;
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw serviceUnavailable(`time data '${text}' does not match format '%Y-%m-%dT%H:%M:%S.%fZ'`);
}
