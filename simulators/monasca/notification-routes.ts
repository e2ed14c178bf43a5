import { randomUUID } from 'node:crypto';
import { jsonReply } from '../http/message.ts';
import type { StoredMethod } from './alarm-store.ts';
import { alreadyExists } from './monasca-error.ts';
import {
  checkType,
  type NotificationBody,
  notificationBody,
  notificationTypes,
} from './notification-rules.ts';
import { list, page } from './page-links.ts';
import { type MonascaRequest, type MonascaRoute, pythonJson, readers, userRole } from './route.ts';
import { deleteRow, getRow, namedRow } from './row-routes.ts';
import { sortedBy } from './sort-by.ts';
import { checkStoredName, isSameName } from './stored-names.ts';
import { withoutId } from './without-id.ts';

const path = '/v2.0/notification-methods';

const createMethod: MonascaRoute = {
  method: 'POST',
  path,
  roles: [userRole],
  exactJson: true,
  handle: async (request, { alarms }) => {
    const given = notificationBody(pythonJson(request), false);
    checkName(request, alarms.methods, given);
    checkType(given);
    const now = new Date().toISOString();
    const made = { id: randomUUID(), tenant: request.tenant, ...given, created_at: now, updated_at: now };
    alarms.methods.push(made);
    await alarms.save();
    return jsonReply(shown(request, made), 201);
  },
};

const listMethods: MonascaRoute = {
  method: 'GET',
  path,
  roles: readers,
  handle: (request, { alarms }) => {
    const mine = alarms.methods.filter(({ tenant }) => tenant === request.tenant);
    const fields = ['id', 'name', 'type', 'address', 'updated_at', 'created_at'] as const;
    const sorted = sortedBy(request.query, mine, fields);
    const { elements, from, hasMore } = page(request.query, sorted);
    // The last id for an offset, which the server itself does not take: it wants a number. An empty page has the next id.
    const next = hasMore ? (elements.at(-1) ?? sorted[from])?.id : undefined;
    return list(
      request,
      elements.map((each) => shown(request, each)),
      next,
    );
  },
};

const listTypes: MonascaRoute = {
  method: 'GET',
  path: `${path}/types`,
  roles: readers,
  handle: (request) =>
    list(
      request,
      notificationTypes.map((type) => ({ type })),
    ),
};

/** With the id doubled in its link, as the real server has it. */
const getMethod = getRow(path, ({ methods }) => methods, shown);

const deleteMethod = deleteRow(
  path,
  ({ methods }) => methods,
  (store, gone) => {
    store.methods = store.methods.filter((each) => each !== gone);
  },
);

const putMethod = changing('PUT', (given) => given);
const patchMethod = changing('PATCH', (given, { name, type, address, period }) =>
  typeof given === 'object' ? { name, type, address, period, ...given } : given,
);

function changing(
  method: 'PUT' | 'PATCH',
  whole: (given: unknown, old: StoredMethod) => unknown,
): MonascaRoute {
  return {
    method,
    path: `${path}/{id}`,
    roles: [userRole],
    exactJson: true,
    handle: async (request, state) => {
      const old = namedRow(request, state.alarms.methods);
      const given = notificationBody(whole(pythonJson(request), old), true);
      const others = state.alarms.methods.filter((each) => each !== old);
      checkName(request, others, given);
      checkType(given);
      Object.assign(old, given, { updated_at: new Date().toISOString() });
      await state.alarms.save();
      return jsonReply(shown(request, old));
    },
  };
}

function checkName({ tenant }: MonascaRequest, methods: StoredMethod[], { name }: NotificationBody): void {
  checkStoredName(name);
  const isTaken = methods.some((each) => each.tenant === tenant && isSameName(each.name, name));
  if (isTaken) throw alreadyExists(`A notification method with the name ${name} already exists`);
}

function shown(request: MonascaRequest, { id, name, type, address, period }: StoredMethod) {
  const links = [{ rel: 'self', href: `${request.origin}${request.path}/${id}` }];
  return { id, name, type, address, period, links };
}

export const notificationRoutes = [
  createMethod,
  listMethods,
  listTypes,
  getMethod,
  deleteMethod,
  putMethod,
  patchMethod,
  ...withoutId(path),
];
