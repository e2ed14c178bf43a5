import { randomUUID } from 'node:crypto';
import { jsonReply } from '../http/message.ts';
import {
  checkReferences,
  checkUnchanged,
  type DefinitionPart,
  newDefinition,
  partOfDefinition,
  wholeDefinition,
} from './alarm-definition-rules.ts';
import { alarmExpression, subExpressions } from './alarm-expression.ts';
import type { StoredDefinition } from './alarm-store.ts';
import { exactDimensionFilter } from './dimension-filter.ts';
import { alreadyExists, MonascaError } from './monasca-error.ts';
import { pagedByCount } from './page-links.ts';
import { queryValues } from './query-values.ts';
import {
  type MonascaRequest,
  type MonascaRoute,
  type MonascaState,
  publishing,
  pythonJson,
  readers,
  userRole,
} from './route.ts';
import { deleteRow, getRow, namedRow } from './row-routes.ts';
import { severityFilter } from './severity-filter.ts';
import { sortedBy } from './sort-by.ts';
import { checkStoredName, isSameName } from './stored-names.ts';

const path = '/v2.0/alarm-definitions';

const createDefinition: MonascaRoute = {
  method: 'POST',
  path,
  roles: [userRole],
  handle: async (request, state) => {
    const body = newDefinition(pythonJson(request));
    check(request, state, body);
    const now = new Date().toISOString();
    const made: StoredDefinition = {
      id: randomUUID(),
      tenant: request.tenant,
      created_at: now,
      updated_at: now,
      match_by: body.match_by,
      ...changeable(body),
    };
    state.alarms.definitions.push(made);
    await state.alarms.save();
    return publishing(state.eventsTopic, [made.id], jsonReply(shown(request, made), 201));
  },
};

const listDefinitions: MonascaRoute = {
  method: 'GET',
  path,
  roles: readers,
  handle: (request, { alarms }) => {
    const { query, tenant } = request;
    const name = query.get('name');
    checkStoredName(name ?? '');
    const hasSeverity = severityFilter(query);
    const mine = alarms.definitions
      .filter(
        (each) =>
          each.tenant === tenant && (!name || isSameName(each.name, name)) && hasSeverity(each.severity),
      )
      .flatMap((each) => foundByDimensions(query, each));
    const sorted = sortedBy(query, mine, ['id', 'name', 'severity', 'updated_at', 'created_at']);
    return pagedByCount(request, sorted, (each) => shown(request, each));
  },
};

/** The definition once for each of its comparisons that has the query's dimensions, as the real server finds it. */
function foundByDimensions(query: URLSearchParams, definition: StoredDefinition): StoredDefinition[] {
  if (queryValues(query, 'dimensions').length === 0) return [definition];
  const hasDimensions = exactDimensionFilter(query);
  const subs = subExpressions(alarmExpression(definition.expression));
  return subs.filter(({ dimensions }) => hasDimensions(dimensions)).map(() => definition);
}

const getDefinition = getRow(path, ({ definitions }) => definitions, shown);

const deleteDefinition = deleteRow(
  path,
  ({ definitions }) => definitions,
  (store, gone) => {
    store.definitions = store.definitions.filter((each) => each !== gone);
    store.alarms = store.alarms.filter(({ definitionId }) => definitionId !== gone.id);
  },
  ({ eventsTopic }, gone) => publishing(eventsTopic, [gone.id], { status: 204 }),
);

function changing(method: 'PUT' | 'PATCH', read: (given: unknown) => DefinitionPart): MonascaRoute {
  return {
    method,
    path: `${path}/{id}`,
    roles: [userRole],
    handle: async (request, state) => {
      const body = read(pythonJson(request));
      const old = namedRow(request, state.alarms.definitions);
      check(request, state, body, old);
      checkUnchanged(old, body);
      Object.assign(old, changeable(Object.assign({ ...old }, body)), {
        updated_at: new Date().toISOString(),
      });
      await state.alarms.save();
      return publishing(state.eventsTopic, [old.id], jsonReply(shown(request, old)));
    },
  };
}

type Changeable = Omit<StoredDefinition, 'id' | 'tenant' | 'match_by' | 'created_at' | 'updated_at'>;

/** What of a definition a request may say and change; what else it says is dropped. */
const changeable = (body: Changeable): Changeable => ({
  name: body.name,
  expression: body.expression,
  description: body.description,
  severity: body.severity,
  actions_enabled: body.actions_enabled,
  ok_actions: body.ok_actions,
  alarm_actions: body.alarm_actions,
  undetermined_actions: body.undetermined_actions,
});

function withoutId(method: 'PUT' | 'PATCH' | 'DELETE'): MonascaRoute {
  const handle = () => {
    throw new MonascaError(400, 'Bad Request', 'Alarm definition ID not provided');
  };
  return { method, path, roles: [], handle };
}

function check(
  { tenant }: MonascaRequest,
  { alarms }: MonascaState,
  body: DefinitionPart,
  old?: StoredDefinition,
): void {
  checkReferences(
    body,
    alarms.methods.filter((each) => each.tenant === tenant),
  );
  const { name } = body;
  if (name !== undefined) checkStoredName(name);
  // The real check lists by name, and an empty name leaves nothing out; at a change it is not checked.
  const isTaken = alarms.definitions.some(
    (each) => each !== old && each.tenant === tenant && isTakenBy(each.name, name, !old),
  );
  if (isTaken) throw alreadyExists(`An alarm definition with the name ${name} already exists`);
}

function isTakenBy(taken: string, name: string | undefined, isNew: boolean): boolean {
  if (name === undefined) return false;
  return name === '' ? isNew : isSameName(taken, name);
}

function shown({ origin }: MonascaRequest, definition: StoredDefinition) {
  const { tenant, created_at, updated_at, ...rest } = definition;
  const subs = subExpressions(alarmExpression(definition.expression));
  return {
    ...rest,
    deterministic: subs.every(({ isDeterministic }) => isDeterministic),
    links: [{ rel: 'self', href: `${origin}${path}/${definition.id}` }],
  };
}

export const alarmDefinitionRoutes = [
  createDefinition,
  listDefinitions,
  getDefinition,
  deleteDefinition,
  changing('PUT', wholeDefinition),
  changing('PATCH', partOfDefinition),
  withoutId('PUT'),
  withoutId('PATCH'),
  withoutId('DELETE'),
];
