import * as z from 'zod';
import { ApiError, unknownGroup } from './api-error.ts';
import type { AppDefinition } from './app.ts';
import { canonicalId } from './app-id.ts';
import { definitionJson } from './app-json.ts';
import { draftFrom } from './app-routes.ts';
import { changeApps } from './change-apps.ts';
import { deployedReply, type HttpReply, json } from './http-reply.ts';
import type { Marathon } from './marathon.ts';
import { parseApp, parseFields, parseJson } from './parse-app.ts';
import { type ApiRequest, isOn, type Route } from './route.ts';

/** Groups are the folders of the apps' ids: one is there as long as there is an app in it. */
export const groupRoutes: readonly Route[] = [
  { method: 'GET', path: '/v2/groups', handle: (marathon) => json(groupJson(marathon, '/')) },
  { method: 'POST', path: '/v2/groups', handle: createGroup },
  { method: 'GET', path: '/v2/groups/{id}', handle: getGroup },
  { method: 'DELETE', path: '/v2/groups/{id}', handle: deleteGroup },
];

const newGroup = z.object({ id: z.string(), apps: z.array(z.looseObject({ id: z.string() })).default([]) });

function appsBelow({ apps }: Marathon, groupId: string): AppDefinition[] {
  const folder = groupId === '/' ? '/' : `${groupId}/`;
  return [...apps.values()].filter(({ id }) => id.startsWith(folder));
}

type Group = { id: string; version: string; apps: object[]; groups: Group[]; dependencies: []; pods: [] };

function groupJson(marathon: Marathon, id: string): Group {
  const below = appsBelow(marathon, id);
  const depth = id === '/' ? 1 : id.split('/').length;
  const isDirect = (app: AppDefinition) => app.id.split('/').length === depth + 1;
  const folders = below.filter((app) => !isDirect(app)).map((app) => app.id.split('/').slice(0, depth + 1));
  return {
    id,
    version:
      below
        .map(({ version }) => version)
        .toSorted()
        .at(-1) ?? new Date(0).toISOString(),
    apps: below.filter(isDirect).map(definitionJson),
    groups: [...new Set(folders.map((path) => path.join('/')))].map((folder) => groupJson(marathon, folder)),
    dependencies: [],
    pods: [],
  };
}

function namedGroup(marathon: Marathon, { params }: ApiRequest): string {
  const id = canonicalId(params.id ?? '');
  if (appsBelow(marathon, id).length === 0) throw unknownGroup(id);
  return id;
}

function getGroup(marathon: Marathon, request: ApiRequest): HttpReply {
  return json(groupJson(marathon, namedGroup(marathon, request)));
}

function createGroup(marathon: Marathon, { body, query }: ApiRequest): HttpReply {
  const group = parseFields(newGroup, parseJson(body));
  const groupId = canonicalId(group.id);
  if (appsBelow(marathon, groupId).length > 0) {
    const message = `Group ${groupId} is already created. Use PUT to change this group.`;
    throw new ApiError(409, { message });
  }
  const targets = group.apps.map((app) => {
    const id = app.id.startsWith('/') ? canonicalId(app.id) : canonicalId(`${groupId}/${app.id}`);
    return [id, draftFrom(marathon, id, parseApp({ ...app, id }))] as const;
  });
  const force = isOn(query, 'force');
  return deployedReply(changeApps(marathon, { targets: new Map(targets), force }), 201);
}

function deleteGroup(marathon: Marathon, request: ApiRequest): HttpReply {
  const below = appsBelow(marathon, namedGroup(marathon, request));
  const targets = new Map(below.map(({ id }) => [id, null]));
  return deployedReply(changeApps(marathon, { targets, force: isOn(request.query, 'force') }));
}
