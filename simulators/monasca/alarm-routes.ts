import { selectedAlarms } from './alarm-query.ts';
import type { StoredAlarm } from './alarm-store.ts';
import { notFound } from './monasca-error.ts';
import { pagedByCount } from './page-links.ts';
import { type MonascaRequest, type MonascaState, ok, type Route, readers, userRole } from './route.ts';
import { withoutId } from './without-id.ts';

const path = '/v2.0/alarms';

const listAlarms: Route = {
  method: 'GET',
  path,
  roles: readers,
  handle: (request, state) => {
    const found = selectedAlarms(request.tenant, request.query, state.alarms);
    return pagedByCount(request, found, (each) => shown(request, state, each));
  },
};

const getAlarm: Route = {
  method: 'GET',
  path: `${path}/{id}`,
  roles: readers,
  handle: (request, state) => ok(shown(request, state, alarmOf(request, state))),
};

/** The definition stays, and makes a new alarm with the next metric. */
const deleteAlarm: Route = {
  method: 'DELETE',
  path: `${path}/{id}`,
  roles: [userRole],
  handle: async (request, state) => {
    const gone = alarmOf(request, state);
    state.alarms.alarms = state.alarms.alarms.filter((each) => each !== gone);
    await state.alarms.save();
    return { status: 204 };
  },
};

function alarmOf({ tenant, params }: MonascaRequest, { alarms }: MonascaState): StoredAlarm {
  const found = alarms.alarms.find((each) => each.tenant === tenant && each.id === params.id);
  if (!found) throw notFound();
  return found;
}

function shown({ origin }: MonascaRequest, { alarms }: MonascaState, alarm: StoredAlarm) {
  const { id, metrics, state, definitionId, state_updated_timestamp, created_timestamp } = alarm;
  const definition = alarms.definitions.find((each) => each.id === definitionId);
  const links = (place: string, of: string) => [{ rel: 'self', href: `${origin}/v2.0/${place}/${of}` }];
  return {
    ...{ id, metrics, state, lifecycle_state: null, link: null },
    ...{ state_updated_timestamp, updated_timestamp: state_updated_timestamp, created_timestamp },
    alarm_definition: {
      ...{ id: definitionId, name: definition?.name, severity: definition?.severity },
      links: links('alarm-definitions', definitionId),
    },
    links: links('alarms', id),
  };
}

export const alarmRoutes = [listAlarms, getAlarm, deleteAlarm, ...withoutId(path)];
