import { appExists, unknownApp, unknownVersion } from './api-error.ts';
import { type AppDefinition, type AppDraft, draftOf, servicePorts } from './app.ts';
import { canonicalId } from './app-id.ts';
import { appJson, createdJson } from './app-json.ts';
import { type AppChange, changeApps, type Deployed } from './change-apps.ts';
import { checkApp, checkFields, checkVersionStandsAlone } from './check-app.ts';
import { deployedReply, deploymentHeader, type HttpReply, json } from './http-reply.ts';
import type { Marathon } from './marathon.ts';
import { mergeUpdate, normalizeApp, takenPorts } from './normalize-app.ts';
import { type AppFields, parseApp, parseJson, parseUpdate, parseUpdates } from './parse-app.ts';
import { type ApiRequest, isOn, type Route } from './route.ts';
import { translateFields } from './translate-fields.ts';

/** Creating, changing and deleting apps. */
export const appRoutes: readonly Route[] = [
  { method: 'POST', path: '/v2/apps', handle: createApp },
  { method: 'PUT', path: '/v2/apps', handle: putApps },
  { method: 'PATCH', path: '/v2/apps', handle: putApps },
  { method: 'POST', path: '/v2/apps/{id}/restart', handle: restartApp },
  { method: 'PUT', path: '/v2/apps/{id}', handle: putApp },
  { method: 'PATCH', path: '/v2/apps/{id}', handle: patchApp },
  { method: 'DELETE', path: '/v2/apps/{id}', handle: deleteApp },
];

/** The app that the path names; throws if there is none. */
export function namedApp({ apps }: Marathon, { params }: ApiRequest): AppDefinition {
  const id = canonicalId(params.id ?? '');
  const app = apps.get(id);
  if (!app) throw unknownApp(id);
  return app;
}

/** Turns the fields of a request into an app: one that they describe alone, or the present one with them laid over it. */
export function draftFrom({ apps }: Marathon, id: string, fields: AppFields, base?: AppDefinition): AppDraft {
  checkFields(fields);
  const update = translateFields(fields);
  const merged = base ? mergeUpdate(draftOf(base), update) : update;
  checkApp({ ...merged, id });
  const current = apps.get(id);
  const portsBefore = current ? servicePorts(current) : [];
  return normalizeApp(id, merged, { portsBefore, taken: takenPorts(apps.values()) });
}

function createApp(marathon: Marathon, { body, query, origin }: ApiRequest): HttpReply {
  const fields = parseApp(parseJson(body));
  const id = canonicalId(fields.id);
  const draft = draftFrom(marathon, id, fields);
  if (marathon.apps.has(id)) throw appExists(id);
  const deployed = changeApps(marathon, { targets: new Map([[id, draft]]), force: isOn(query, 'force') });
  announce(marathon, id, '/v2/apps');
  const headers = { ...deploymentHeader(deployed), location: origin + id };
  return json(createdJson(draft, deployed), 201, headers);
}

function putApp(marathon: Marathon, request: ApiRequest): HttpReply {
  const id = canonicalId(request.params.id ?? '');
  const fields = parseUpdate(parseJson(request.body));
  const isPartial = isOn(request.query, 'partialUpdate', true);
  const isCreation = !marathon.apps.has(id);
  const deployed = update(marathon, request, [[id, updated(marathon, id, { fields, isPartial })]]);
  return isCreation
    ? deployedReply(deployed, 201, { location: request.origin + id })
    : deployedReply(deployed);
}

/** Never creates. */
function patchApp(marathon: Marathon, request: ApiRequest): HttpReply {
  const fields = parseUpdate(parseJson(request.body));
  const { id } = namedApp(marathon, request);
  const draft = updated(marathon, id, { fields, isPartial: true });
  return deployedReply(update(marathon, request, [[id, draft]]));
}

function putApps(marathon: Marathon, request: ApiRequest): HttpReply {
  const isPartial = isOn(request.query, 'partialUpdate', true);
  const targets = parseUpdates(parseJson(request.body)).map((fields): Target => {
    const id = canonicalId(fields.id);
    return [id, updated(marathon, id, { fields, isPartial })];
  });
  return deployedReply(update(marathon, request, targets));
}

type Update = { fields: AppFields; isPartial: boolean };

function updated(marathon: Marathon, id: string, { fields, isPartial }: Update): AppDraft {
  const current = marathon.apps.get(id);
  if (!isPartial || !current) return draftFrom(marathon, id, fields);
  checkVersionStandsAlone(fields);
  if (fields.version === undefined) return draftFrom(marathon, id, fields, current);
  return draftOf(namedVersion(marathon, id, fields.version));
}

/** A version that an app had; throws if it never did. */
export function namedVersion({ versions }: Marathon, id: string, version: string): AppDefinition {
  const found = versions.get(id)?.find((app) => Date.parse(app.version) === Date.parse(version));
  if (!found) throw unknownVersion(id, version);
  return found;
}

type Target = readonly [id: string, draft: AppDraft];

function update(marathon: Marathon, { query }: ApiRequest, targets: readonly Target[]): Deployed {
  const deployed = changeApps(marathon, { targets: new Map(targets), force: isOn(query, 'force') });
  for (const [id] of targets) announce(marathon, id, `/v2/apps${id}`);
  return deployed;
}

function announce(marathon: Marathon, id: string, uri: string): void {
  const app = marathon.apps.get(id);
  const appDefinition = app && appJson(marathon, app, {});
  marathon.events.emit('api_post_event', { clientIp: '127.0.0.1', uri, appDefinition });
}

function restartApp(marathon: Marathon, request: ApiRequest): HttpReply {
  const app = namedApp(marathon, request);
  const targets = new Map([[app.id, draftOf(app)]]);
  const change: AppChange = { targets, force: isOn(request.query, 'force'), restarts: new Set([app.id]) };
  return deployedReply(changeApps(marathon, change));
}

/** The only call that is forced unless it says otherwise. */
function deleteApp(marathon: Marathon, request: ApiRequest): HttpReply {
  const { id } = namedApp(marathon, request);
  const force = isOn(request.query, 'force', true);
  const deployed = changeApps(marathon, { targets: new Map([[id, null]]), force });
  marathon.events.emit('app_terminated_event', { appId: id });
  return deployedReply(deployed);
}
