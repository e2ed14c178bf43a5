import { selectedAlarms } from './alarm-query.ts';
import type { StoredAlarm } from './alarm-store.ts';
import { pagedByCount } from './page-links.ts';
import { type MonascaRequest, type MonascaRoute, type MonascaState, readers } from './route.ts';
import { deleteRow, getRow } from './row-routes.ts';
import { withoutId } from './without-id.ts';

const path = '/v2.0/alarms';

const listAlarms: MonascaRoute = {
  method: 'GET',
  path,
  roles: readers,
  handle: (request, state) => {
    const found = selectedAlarms(request.tenant, request.query, state.alarms);
    return pagedByCount(request, found, (each) => shown(request, state, each));
  },
};

const getAlarm = getRow(
  path,
  ({ alarms }) => alarms,
  (request, alarm, state) => shown(request, state, alarm),
);

/** The definition stays, and makes a new alarm with the next metric. */
const deleteAlarm = deleteRow(
  path,
  ({ alarms }) => alarms,
  (store, gone) => {
    store.alarms = store.alarms.filter((each) => each !== gone);
  },
);

function shown({ origin }: MonascaRequest, { alarms }: MonascaState, alarm: StoredAlarm) {
  const { id, metrics, state, definitionId, state_updated_timestamp, created_timestamp } = alarm;
  const definition = alarms.definitions.find((each) => each.id === definitionId);
  const links = (place: string, of: string) => [{ rel: 'self', href: `${origin}/v2.0/${place}/${of}` }];
  return {
    id,
    metrics,
    state,
    lifecycle_state: null,
    link: null,
    state_updated_timestamp,
    updated_timestamp: state_updated_timestamp,
    created_timestamp,
    alarm_definition: {
      id: definitionId,
      name: definition?.name,
      severity: definition?.severity,
      links: links('alarm-definitions', definitionId),
    },
    links: links('alarms', id),
  };
}

export const alarmRoutes = [listAlarms, getAlarm, deleteAlarm, ...withoutId(path)];
