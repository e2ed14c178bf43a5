import { randomUUID } from 'node:crypto';
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
import { alreadyExists, MonascaError, notFound } from './monasca-error.ts';
import { pagedByCount } from './page-links.ts';
import { queryValues } from './query-values.ts';
import {
  jsonBody,
  type MonascaRequest,
  type MonascaState,
  ok,
  publishing,
  type Route,
  readers,
  userRole,
} from './route.ts';
import { severityFilter } from './severity-filter.ts';
import { sortedBy } from './sort-by.ts';
import { checkStoredName, isSameName } from './stored-names.ts';

const path = '/v2.0/alarm-definitions';

const createDefinition: Route = {
  method: 'POST',
  path,
  roles: [userRole],
  handle: async (request, state) => {
    const body = newDefinition(jsonBody(request));
    check(request, state, body);
    const now = new Date().toISOString();
    const { name, expression, description, severity, match_by, actions_enabled } = body;
    const { ok_actions, alarm_actions, undetermined_actions } = body;
    const made = {
      ...{ id: randomUUID(), tenant: request.tenant, created_at: now, updated_at: now },
      ...{ name, expression, description, severity, match_by, actions_enabled },
      ...{ ok_actions, alarm_actions, undetermined_actions },
    };
    state.alarms.definitions.push(made);
    await state.alarms.save();
    return publishing(state.eventsTopic, [made.id], ok(shown(request, made), 201));
  },
};

const listDefinitions: Route = {
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

const getDefinition: Route = {
  method: 'GET',
  path: `${path}/{id}`,
  roles: readers,
  handle: (request, state) => ok(shown(request, definitionOf(request, state))),
};

const deleteDefinition: Route = {
  method: 'DELETE',
  path: `${path}/{id}`,
  roles: [userRole],
  handle: async (request, state) => {
    const { alarms } = state;
    const gone = definitionOf(request, state);
    alarms.definitions = alarms.definitions.filter((each) => each !== gone);
    alarms.alarms = alarms.alarms.filter(({ definitionId }) => definitionId !== gone.id);
    await alarms.save();
    return publishing(state.eventsTopic, [gone.id], { status: 204 });
  },
};

function changing(method: 'PUT' | 'PATCH', read: (given: unknown) => DefinitionPart): Route {
  return {
    method,
    path: `${path}/{id}`,
    roles: [userRole],
    handle: async (request, state) => {
      const body = read(jsonBody(request));
      const old = definitionOf(request, state);
      check(request, state, body, old);
      checkUnchanged(old, body);
      const { name, expression, description, severity, actions_enabled } = { ...old, ...body };
      const { ok_actions, alarm_actions, undetermined_actions } = { ...old, ...body };
      Object.assign(old, { name, expression, description, severity, actions_enabled });
      Object.assign(old, { ok_actions, alarm_actions, undetermined_actions });
      old.updated_at = new Date().toISOString();
      await state.alarms.save();
      return publishing(state.eventsTopic, [old.id], ok(shown(request, old)));
    },
  };
}

function withoutId(method: 'PUT' | 'PATCH' | 'DELETE'): Route {
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

function definitionOf({ tenant, params }: MonascaRequest, { alarms }: MonascaState): StoredDefinition {
  const found = alarms.definitions.find((each) => each.tenant === tenant && each.id === params.id);
  if (!found) throw notFound();
  return found;
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
