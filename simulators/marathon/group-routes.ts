import * as z from 'zod';
import { type HttpReply, jsonReply } from '../http/message.ts';
import { MarathonError, unknownGroup } from './api-error.ts';
import type { AppDraft } from './app.ts';
import { canonicalId } from './app-id.ts';
import { definitionJson } from './app-json.ts';
import { changeApps, type Deployed, type Targets } from './change-apps.ts';
import { newDraft } from './draft-app.ts';
import { isBelow, makeGroups, parentOf, removeGroup } from './groups.ts';
import { deployedReply } from './http-reply.ts';
import type { Marathon } from './marathon.ts';
import { parseApp, parseFields } from './parse-app.ts';
import { readJson } from './read-json.ts';
import { isOn, type MarathonRequest, type MarathonRoute } from './route.ts';

/** Groups are the folders of the apps' ids. They come with the apps in them and stay until they are deleted themselves. */
export const groupRoutes: readonly MarathonRoute[] = [
  { method: 'GET', path: '/v2/groups', handle: (marathon) => jsonReply(groupJson(marathon, '/')) },
  { method: 'POST', path: '/v2/groups', handle: createGroup },
  { method: 'PUT', path: '/v2/groups', handle: putGroup },
  { method: 'GET', path: '/v2/groups/versions', handle: listVersions },
  { method: 'GET', path: '/v2/groups/{id+}', handle: getGroup },
  { method: 'PUT', path: '/v2/groups/{id+}', handle: putGroup },
  { method: 'POST', path: '/v2/groups/{id+}', handle: createGroup },
  { method: 'DELETE', path: '/v2/groups', handle: deleteGroup },
  { method: 'DELETE', path: '/v2/groups/{id+}', handle: deleteGroup },
  { method: 'GET', path: '/v2/groups/{id+}/versions', handle: listVersions },
];

type GroupFields = {
  id?: string | undefined;
  apps?: Record<string, unknown>[] | undefined;
  groups?: GroupFields[] | undefined;
};

const groupFields: z.ZodType<GroupFields> = z.object({
  id: z.string().optional(),
  apps: z.array(z.looseObject({})).optional(),
  get groups() {
    return z.array(groupFields).optional();
  },
});

type Group = { id: string; version: string; apps: object[]; groups: Group[]; dependencies: []; pods: [] };

function groupJson(marathon: Marathon, id: string): Group {
  const { apps, groups, rootVersion } = marathon;
  const own = [...apps.values()].filter((app) => parentOf(app.id) === id);
  const inner = [...groups].filter((group) => group !== '/' && parentOf(group) === id);
  return {
    id,
    dependencies: [],
    version: rootVersion,
    apps: own.map(definitionJson),
    groups: inner.map((group) => groupJson(marathon, group)),
    pods: [],
  };
}

const isThere = ({ groups }: Marathon, id: string): boolean => id === '/' || groups.has(id);

function getGroup(marathon: Marathon, { params }: MarathonRequest): HttpReply {
  const id = canonicalId(params.id ?? '');
  if (!isThere(marathon, id)) throw unknownGroup(id);
  return jsonReply(groupJson(marathon, id));
}

function listVersions({ rootVersion }: Marathon): HttpReply {
  return jsonReply([rootVersion]);
}

const within = (groupId: string, id: string): string =>
  id.startsWith('/') ? canonicalId(id) : canonicalId(`${groupId}/${id}`);

/** What a group and the groups in it ask for: apps, and groups that may be empty. */
function draftsOf(
  groupId: string,
  { apps = [], groups = [] }: GroupFields,
): { drafts: AppDraft[]; ids: string[] } {
  const own = apps.map((fields) => {
    const app = parseApp(fields);
    return newDraft(within(groupId, app.id), app);
  });
  const inner = groups.map((group) => draftsOf(within(groupId, group.id ?? ''), group));
  return {
    drafts: [...own, ...inner.flatMap(({ drafts }) => drafts)],
    ids: [groupId, ...inner.flatMap(({ ids }) => ids)],
  };
}

function changeGroup(
  marathon: Marathon,
  { query }: MarathonRequest,
  { targets, ids }: { targets: () => Targets; ids: readonly string[] },
): Deployed {
  const deployed = changeApps(marathon, { targets, force: isOn(query, 'force') });
  makeGroups(
    marathon,
    ids.map((id) => `${id === '/' ? '' : id}/any`),
  );
  marathon.persist();
  return deployed;
}

function createGroup(marathon: Marathon, request: MarathonRequest): HttpReply {
  const group = parseFields(groupFields, readJson(request.body));
  const groupId = within(canonicalId(request.params.id ?? ''), group.id ?? '');
  const { drafts, ids } = draftsOf(groupId, group);
  const targets = () => {
    if (isThere(marathon, groupId)) {
      const message = `Group ${groupId} is already created. Use PUT to change this group.`;
      throw new MarathonError(409, { message });
    }
    if (marathon.apps.has(groupId)) {
      throw new MarathonError(409, { message: `An app with the path ${groupId} already exists.` });
    }
    return new Map(drafts.map((draft) => [draft.id, draft]));
  };
  const deployed = changeGroup(marathon, request, { targets, ids });
  return deployedReply(deployed, 201, { location: request.origin + groupId });
}

/** Apps that a group is not said to have any more are removed from it. */
function putGroup(marathon: Marathon, request: MarathonRequest): HttpReply {
  const group = parseFields(groupFields, readJson(request.body));
  const groupId = within(canonicalId(request.params.id ?? ''), group.id ?? '');
  const { drafts, ids } = draftsOf(groupId, group);
  const targets = () => {
    const named = new Map<string, AppDraft | null>(drafts.map((draft) => [draft.id, draft]));
    const own = [...marathon.apps.keys()].filter((id) => parentOf(id) === groupId);
    if (group.apps) for (const id of own) if (!named.has(id)) named.set(id, null);
    return named;
  };
  return deployedReply(changeGroup(marathon, request, { targets, ids }));
}

function deleteGroup(marathon: Marathon, request: MarathonRequest): HttpReply {
  const groupId = canonicalId(request.params.id ?? '');
  const targets = () => {
    if (!isThere(marathon, groupId)) throw unknownGroup(groupId);
    const below = [...marathon.apps.keys()].filter((id) => isBelow(id, groupId));
    return new Map(below.map((id) => [id, null]));
  };
  const deployed = changeApps(marathon, { targets, force: isOn(request.query, 'force') });
  removeGroup(marathon, groupId);
  marathon.persist();
  return deployedReply(deployed);
}
