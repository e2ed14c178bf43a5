import { type HttpReply, jsonReply } from '../http/message.ts';
import { unknownApp, unknownGroup } from './api-error.ts';
import type { AppDefinition } from './app.ts';
import { canonicalId } from './app-id.ts';
import { appJson, definitionJson, type Embed } from './app-json.ts';
import { namedApp } from './app-routes.ts';
import { findVersion, listedVersions } from './app-versions.ts';
import { isBelow } from './groups.ts';
import { parseSelectors } from './label-selectors.ts';
import type { Marathon } from './marathon.ts';
import type { MarathonRequest, MarathonRoute } from './route.ts';

/** Reading apps. */
export const appQueries: readonly MarathonRoute[] = [
  { method: 'GET', path: '/v2/apps', handle: listApps },
  { method: 'GET', path: '/v2/apps/{id+}/versions', handle: listVersions },
  { method: 'GET', path: '/v2/apps/{id+}/versions/{version}', handle: getVersion },
  { method: 'GET', path: '/v2/apps/*', handle: listBelow },
  { method: 'GET', path: '/v2/apps/{id+}/*', handle: listBelow },
  { method: 'GET', path: '/v2/apps/{id+}', handle: getApp },
];

function listApps(marathon: Marathon, { query }: MarathonRequest): HttpReply {
  const hasLabels = parseSelectors(query.get('label') ?? '');
  const found = [...marathon.apps.values()].filter((app) => isWanted(app, query) && hasLabels(app.labels));
  const embed = embedOf(query.getAll('embed'));
  return jsonReply({ apps: found.map((app) => appJson(marathon, app, embed)) });
}

function isWanted({ id, cmd }: AppDefinition, query: URLSearchParams): boolean {
  const holds = (text: string | undefined, name: string) => {
    const wanted = query.get(name);
    return wanted === null || (text?.toLowerCase().includes(wanted.toLowerCase()) ?? false);
  };
  return holds(id, 'id') && holds(cmd, 'cmd');
}

function embedOf(named: readonly string[]): Embed {
  const names = named.map((name) => name.replace(/^apps?\./, ''));
  return {
    tasks: names.includes('tasks') || names.includes('failures'),
    lastTaskFailure: names.includes('lastTaskFailure') || names.includes('failures'),
    taskStats: names.includes('taskStats'),
    readiness: names.includes('readiness'),
  };
}

function getApp(marathon: Marathon, request: MarathonRequest): HttpReply {
  const named = embedOf(request.query.getAll('embed'));
  const embed = { ...named, tasks: true, lastTaskFailure: true };
  return jsonReply({ app: appJson(marathon, namedApp(marathon, request), embed) });
}

function listBelow(marathon: Marathon, { params }: MarathonRequest): HttpReply {
  const group = canonicalId(params.id ?? '');
  if (group !== '/' && !marathon.groups.has(group)) throw unknownGroup(group);
  const found = [...marathon.apps.values()].filter(({ id }) => isBelow(id, group));
  const embed = { tasks: true, lastTaskFailure: true };
  return jsonReply({ '*': found.map((app) => appJson(marathon, app, embed)) });
}

function listVersions(marathon: Marathon, request: MarathonRequest): HttpReply {
  return jsonReply({ versions: listedVersions(marathon, namedApp(marathon, request).id) });
}

function getVersion(marathon: Marathon, request: MarathonRequest): HttpReply {
  const { id } = namedApp(marathon, request);
  const version = request.params.version ?? '';
  const found = findVersion(marathon, id, version);
  if (!found) throw unknownApp(id, shownTime(version));
  return jsonReply(definitionJson(found));
}

/** A time as the server writes it; what is none stays as it is. */
function shownTime(text: string): string {
  const at = Date.parse(text);
  return Number.isNaN(at) ? text : new Date(at).toISOString();
}
