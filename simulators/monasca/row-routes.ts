import { type HttpReply, jsonReply } from '../http/message.ts';
import type { AlarmStore } from './alarm-store.ts';
import { notFound } from './monasca-error.ts';
import { type MonascaRequest, type MonascaRoute, type MonascaState, readers, userRole } from './route.ts';

interface OwnedRow {
  id: string;
  tenant: string;
}

/** Alarm definitions, notification methods or alarms: where they are kept. */
type RowsOf<Row extends OwnedRow> = (alarms: AlarmStore) => readonly Row[];

/** What of a request's project has the id that its path names; throws if nothing has. */
export function namedRow<Row extends OwnedRow>(
  { tenant, params }: MonascaRequest,
  rows: readonly Row[],
): Row {
  const found = rows.find((each) => each.tenant === tenant && each.id === params.id);
  if (!found) throw notFound();
  return found;
}

export function getRow<Row extends OwnedRow>(
  path: string,
  rowsOf: RowsOf<Row>,
  shown: (request: MonascaRequest, row: Row, state: MonascaState) => object,
): MonascaRoute {
  return {
    method: 'GET',
    path: `${path}/{id}`,
    roles: readers,
    handle: (request, state) => jsonReply(shown(request, namedRow(request, rowsOf(state.alarms)), state)),
  };
}

const noContent: HttpReply = { status: 204 };

/** `remove` takes the row out of the store; `reply` is given once the store is on disk. */
export function deleteRow<Row extends OwnedRow>(
  path: string,
  rowsOf: RowsOf<Row>,
  remove: (alarms: AlarmStore, gone: Row) => void,
  reply: (state: MonascaState, gone: Row) => HttpReply | Promise<HttpReply> = () => noContent,
): MonascaRoute {
  return {
    method: 'DELETE',
    path: `${path}/{id}`,
    roles: [userRole],
    handle: async (request, state) => {
      const gone = namedRow(request, rowsOf(state.alarms));
      remove(state.alarms, gone);
      await state.alarms.save();
      return reply(state, gone);
    },
  };
}
