import type { AppDefinition } from './app.ts';
import { canonicalId } from './app-id.ts';
import { appJson, definitionJson, type Embed } from './app-json.ts';
import { namedApp, namedVersion } from './app-routes.ts';
import { type HttpReply, json } from './http-reply.ts';
import type { Marathon } from './marathon.ts';
import type { ApiRequest, Route } from './route.ts';

/** Reading apps. */
export const appQueries: readonly Route[] = [
  { method: 'GET', path: '/v2/apps', handle: listApps },
  { method: 'GET', path: '/v2/apps/{id}/versions', handle: listVersions },
  { method: 'GET', path: '/v2/apps/{id}/versions/{version}', handle: getVersion },
  { method: 'GET', path: '/v2/apps/{id}/*', handle: listBelow },
  { method: 'GET', path: '/v2/apps/{id}', handle: getApp },
];

function listApps(marathon: Marathon, { query }: ApiRequest): HttpReply {
  const found = [...marathon.apps.values()].filter((app) => isWanted(app, query));
  const embed = embedOf(query.getAll('embed'));
  return json({ apps: found.map((app) => appJson(marathon, app, embed)) });
}

function isWanted({ id, cmd, labels }: AppDefinition, query: URLSearchParams): boolean {
  const holds = (text: string, name: string) =>
    text.toLowerCase().includes((query.get(name) ?? '').toLowerCase());
  const selectors = (query.get('label') ?? '').split(',').filter((selector) => selector !== '');
  return (
    holds(id, 'id') && holds(cmd ?? '', 'cmd') && selectors.every((selector) => isLabelled(labels, selector))
  );
}

/** A selector is `key`, `key==value` or `key!=value`. */
function isLabelled(labels: AppDefinition['labels'], selector: string): boolean {
  const [, key = '', operator, value] = /^\s*(.+?)\s*(?:(==|!=)\s*(.*?)\s*)?$/.exec(selector) ?? [];
  if (operator === undefined) return key in labels;
  return (labels[key] === value) === (operator === '==');
}

function embedOf(named: readonly string[]): Embed {
  const names = named.map((name) => name.replace(/^apps?\./, ''));
  return {
    tasks: names.includes('tasks') || names.includes('failures'),
    lastTaskFailure: names.includes('lastTaskFailure') || names.includes('failures'),
    taskStats: names.includes('taskStats'),
  };
}

function getApp(marathon: Marathon, request: ApiRequest): HttpReply {
  const { taskStats = false } = embedOf(request.query.getAll('embed'));
  const embed = { tasks: true, lastTaskFailure: true, taskStats };
  return json({ app: appJson(marathon, namedApp(marathon, request), embed) });
}

function listBelow(marathon: Marathon, { params, query }: ApiRequest): HttpReply {
  const folder = `${canonicalId(params.id ?? '')}/`;
  const found = [...marathon.apps.values()].filter(({ id }) => id.startsWith(folder));
  const embed = embedOf(query.getAll('embed'));
  return json({ '*': found.map((app) => appJson(marathon, app, embed)) });
}

function listVersions(marathon: Marathon, request: ApiRequest): HttpReply {
  const { id } = namedApp(marathon, request);
  const versions = marathon.versions.get(id) ?? [];
  return json({ versions: versions.map(({ version }) => version).toReversed() });
}

function getVersion(marathon: Marathon, request: ApiRequest): HttpReply {
  const { id } = namedApp(marathon, request);
  return json(definitionJson(namedVersion(marathon, id, request.params.version ?? '')));
}
