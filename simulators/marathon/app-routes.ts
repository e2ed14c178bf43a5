import { type HttpReply, jsonReply } from '../http/message.ts';
import { appExists, unknownApp } from './api-error.ts';
import { type AppDefinition, type AppDraft, draftOf } from './app.ts';
import { canonicalId } from './app-id.ts';
import { appJson, createdJson } from './app-json.ts';
import { namedVersion } from './app-versions.ts';
import { type AppChange, changeApps, type Deployed, type Targets } from './change-apps.ts';
import { changedDraft, draftOfUpdate, newDraft } from './draft-app.ts';
import { deployedReply, deploymentHeader } from './http-reply.ts';
import type { Marathon } from './marathon.ts';
import { type AppFields, parseApp, parseApps, parseObject, parseUpdate, parseUpdates } from './parse-app.ts';
import { readJson } from './read-json.ts';
import { isOn, type MarathonRequest, type MarathonRoute } from './route.ts';

/** Creating, changing and deleting apps. */
export const appRoutes: readonly MarathonRoute[] = [
  { method: 'POST', path: '/v2/apps', handle: createApp },
  { method: 'PUT', path: '/v2/apps', handle: putApps },
  { method: 'PATCH', path: '/v2/apps', handle: patchApps },
  { method: 'POST', path: '/v2/apps/{id+}/restart', handle: restartApp },
  { method: 'PUT', path: '/v2/apps/{id+}', handle: putApp },
  { method: 'PATCH', path: '/v2/apps/{id+}', handle: patchApp },
  { method: 'DELETE', path: '/v2/apps/{id+}', handle: deleteApp },
];

/** The app that the path names; throws if there is none. */
export function namedApp({ apps }: Marathon, { params }: MarathonRequest): AppDefinition {
  const id = canonicalId(params.id ?? '');
  const app = apps.get(id);
  if (!app) throw unknownApp(id);
  return app;
}

function createApp(marathon: Marathon, { body, query, origin }: MarathonRequest): HttpReply {
  const fields = parseApp(readJson(body));
  const draft = newDraft(fields.id, fields);
  const { id } = draft;
  const targets = () => {
    if (marathon.apps.has(id)) throw appExists(id);
    return new Map([[id, draft]]);
  };
  const deployed = changeApps(marathon, { targets, force: isOn(query, 'force') });
  announce(marathon, id, '/v2/apps');
  const headers = { ...deploymentHeader(deployed), location: origin + id };
  return jsonReply(createdJson(draft, deployed), 201, headers);
}

function putApp(marathon: Marathon, request: MarathonRequest): HttpReply {
  const isPartial = isOn(request.query, 'partialUpdate', true);
  return changeApp(marathon, request, { isPartial, mayCreate: true });
}

/** Never creates, but looks at what it is given as if it did before it says so. */
function patchApp(marathon: Marathon, request: MarathonRequest): HttpReply {
  return changeApp(marathon, request, { isPartial: true, mayCreate: false });
}

type Manner = { isPartial: boolean; mayCreate: boolean };

function changeApp(
  marathon: Marathon,
  request: MarathonRequest,
  { isPartial, mayCreate }: Manner,
): HttpReply {
  const id = canonicalId(request.params.id ?? '');
  const body = readJson(request.body);
  const current = marathon.apps.get(id);
  const draft = isPartial && current ? updated(marathon, current, parseUpdate(body)) : replaced(id, body);
  const deployed = update(marathon, request, () => {
    if (!current && !mayCreate) throw unknownApp(id);
    return new Map([[id, draft()]]);
  });
  return current ? deployedReply(deployed) : deployedReply(deployed, 201, { location: request.origin + id });
}

function replaced(id: string, body: unknown): () => AppDraft {
  const draft = newDraft(id, parseApp({ ...parseObject(body), id }));
  return () => draft;
}

/** A version that is named is looked for only when there is room for a deployment. */
function updated(marathon: Marathon, current: AppDefinition, fields: AppFields): () => AppDraft {
  const { version } = fields;
  const draft = changedDraft(current, fields);
  return () => (version === undefined ? draft : draftOf(namedVersion(marathon, current.id, version)));
}

function putApps(marathon: Marathon, request: MarathonRequest): HttpReply {
  const body = readJson(request.body);
  if (isOn(request.query, 'partialUpdate', true)) return updateApps(marathon, request, true);
  const drafts = parseApps(body).map((fields) => newDraft(fields.id, fields));
  const targets = new Map(drafts.map((draft) => [draft.id, draft]));
  return deployedReply(update(marathon, request, () => targets));
}

function patchApps(marathon: Marathon, request: MarathonRequest): HttpReply {
  return updateApps(marathon, request, false);
}

/** Updates of several apps: those that name none say nothing. */
function updateApps(marathon: Marathon, request: MarathonRequest, mayCreate: boolean): HttpReply {
  const updates = parseUpdates(readJson(request.body));
  const targets = () =>
    updates.flatMap((fields) => {
      if (fields.id === undefined) return [];
      const id = canonicalId(fields.id);
      const current = marathon.apps.get(id);
      if (!current && !mayCreate) throw unknownApp(id);
      const draft = current ? updated(marathon, current, fields)() : draftOfUpdate(id, fields);
      return [[id, draft] as const];
    });
  return deployedReply(update(marathon, request, () => new Map(targets())));
}

function update(marathon: Marathon, { query }: MarathonRequest, targets: () => Targets): Deployed {
  const changed: string[] = [];
  const noted = () => {
    const found = targets();
    changed.push(...found.keys());
    return found;
  };
  const deployed = changeApps(marathon, { targets: noted, force: isOn(query, 'force') });
  for (const id of changed) announce(marathon, id, `/v2/apps${id}`);
  return deployed;
}

function announce(marathon: Marathon, id: string, uri: string): void {
  const app = marathon.apps.get(id);
  const appDefinition = app && appJson(marathon, app, {});
  marathon.events.emit('api_post_event', { clientIp: '127.0.0.1', uri, appDefinition });
}

function restartApp(marathon: Marathon, request: MarathonRequest): HttpReply {
  const id = canonicalId(request.params.id ?? '');
  const targets = () => new Map([[id, draftOf(namedApp(marathon, request))]]);
  const change: AppChange = { targets, force: isOn(request.query, 'force'), restarts: new Set([id]) };
  return deployedReply(changeApps(marathon, change));
}

/** The only call that is forced unless it says otherwise. */
function deleteApp(marathon: Marathon, request: MarathonRequest): HttpReply {
  const force = isOn(request.query, 'force', true);
  const id = canonicalId(request.params.id ?? '');
  const targets = () => new Map([[namedApp(marathon, request).id, null]]);
  const deployed = changeApps(marathon, { targets, force });
  marathon.events.emit('app_terminated_event', { appId: id });
  return deployedReply(deployed);
}
