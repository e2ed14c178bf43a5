import { isFields } from '../../request/legacy-fields.ts';
import { isEmpty } from '../unknown-fields.ts';

type Fields = Record<string, unknown>;

/** Fields that say the same, in an old form and in a new one, or the one or the other. */
const twins = [
  ['cmd', 'args'],
  ['uris', 'fetch'],
  ['ports', 'portDefinitions'],
] as const;

/** The app without the empty one of two fields that say the same: Marathon up to 1.4 shows both. */
export function withoutEmptyTwins(app: Fields): Fields {
  const empty = twins.flatMap(([old, recent]) => {
    if (isEmptyBeside(app[old], app[recent])) return [old];
    return isEmptyBeside(app[recent], app[old]) ? [recent] : [];
  });
  const { container } = app;
  if (!isFields(container) || !isFields(container.docker)) return without(app, empty);
  return { ...without(app, empty), container: withOneMapping(container, container.docker) };
}

/** The mappings of ports stand in `docker` up to 1.4, and beside it from 1.5 on. */
function withOneMapping(container: Fields, docker: Fields): Fields {
  const isOuterEmpty = isEmptyBeside(container.portMappings, docker.portMappings);
  const isInnerEmpty = isEmptyBeside(docker.portMappings, container.portMappings);
  return {
    ...without(container, isOuterEmpty ? ['portMappings'] : []),
    docker: without(docker, isInnerEmpty ? ['portMappings'] : []),
  };
}

function isEmptyBeside(one: unknown, other: unknown): boolean {
  return one !== undefined && isEmpty(one) && !isEmpty(other);
}

function without(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

/** What an app says of its downloads, its ports and its network, as far as it is there. */
export interface Spoken {
  uris?: unknown;
  fetch?: unknown;
  ports?: unknown;
  portDefinitions?: unknown;
  container?: { docker?: { network?: string | undefined } | undefined } | undefined;
}

/** The fields that are left out, since another one says the same or its network leaves them no meaning, each with the reason. */
export function saidTwice(app: Spoken): Map<string, string> {
  const left = new Map<string, string>();
  if (isFilled(app.uris) && isFilled(app.fetch)) left.set('uris', 'fetch names the same downloads');
  if (isFilled(app.ports) && isFilled(app.portDefinitions))
    left.set('ports', 'portDefinitions names the same ports');
  if (!hasOwnNetwork(app)) return left;
  const reason = 'the ports of a container on a network of its own are those of its portMappings';
  for (const field of ['ports', 'portDefinitions'] as const)
    if (isFilled(app[field])) left.set(field, reason);
  return left;
}

function hasOwnNetwork({ container }: Spoken): boolean {
  return /^(BRIDGE|USER)$/i.test(container?.docker?.network ?? '');
}

/** What is wrong with the old form of a field beside the new one; Marathon shows both only where they say the same. */
export function oldFormProblems(app: Spoken): [string, string][] {
  const { uris, fetch, ports, portDefinitions } = app;
  const fetched = new Set(valuesOf(fetch, 'uri'));
  const defined = valuesOf(portDefinitions, 'port');
  const problems: [string, string][] = [];
  if (isFilled(uris) && isFilled(fetch) && !uris.every((uri) => fetched.has(uri)))
    problems.push(['uris', 'cannot be used together with fetch: move its entries there']);
  const areSent = isFilled(ports) && isFilled(portDefinitions) && !hasOwnNetwork(app);
  if (areSent && ports.join() !== defined.join())
    problems.push([
      'ports',
      'cannot be used together with portDefinitions of other ports: move its entries there',
    ]);
  return problems;
}

function isFilled(list: unknown): list is unknown[] {
  return Array.isArray(list) && list.length > 0;
}

function valuesOf(list: unknown, field: string): unknown[] {
  return isFilled(list) ? list.map((each) => (isFields(each) ? each[field] : undefined)) : [];
}
