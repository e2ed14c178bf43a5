import { missingValue, unreadable } from './api-error.ts';
import { asText, elements } from './jackson.ts';
import type { ChronosJob } from './job.ts';
import { fieldsOf, type JsonFields, listedFields } from './json-fields.ts';

type Container = NonNullable<ChronosJob['container']>;

/** A Docker container of the 2.x line: whatever its type says, it is docker; without an image there is no job. */
export function dockerContainer(node: JsonFields): Container {
  return { type: 'docker', ...image(node, ['HOST', 'BRIDGE']), ...options(node, plainVolume) };
}

/** A container of the 3.x line. Undefined without an image: then the job silently has none. */
export function mesosContainer(node: JsonFields): Container | undefined {
  if (!('image' in node)) return undefined;
  const type = oneOf('type' in node ? asText(node.type).toUpperCase() : 'DOCKER', ['DOCKER', 'MESOS']);
  const named = 'networkName' in node ? { networkName: asText(node.networkName) } : {};
  const networkInfos = elements(node.networkInfos).map(parseNetwork);
  return {
    type,
    ...image(node, ['HOST', 'BRIDGE', 'USER']),
    ...named,
    networkInfos,
    ...options(node, externalVolume),
  };
}

const image = (node: JsonFields, networks: string[]) => ({
  image: required(node, 'image'),
  network: oneOf('network' in node ? asText(node.network) : 'HOST', networks),
});

const options = (node: JsonFields, parseVolume: (volume: JsonFields) => Container) => ({
  volumes: elements(node.volumes).map((volume) => parseVolume(listedFields(volume))),
  // Not a truth value of JSON but its text.
  forcePullImage: asText(node.forcePullImage).toLowerCase() === 'true',
  parameters: elements(node.parameters).map(parseParameter),
});

function parseParameter(parameter: unknown): { key: string; value: string } {
  const fields = listedFields(parameter);
  return { key: required(fields, 'key'), value: required(fields, 'value') };
}

function plainVolume(node: JsonFields): Container {
  return {
    ...('hostPath' in node ? { hostPath: asText(node.hostPath) } : {}),
    containerPath: required(node, 'containerPath'),
    ...('mode' in node ? { mode: oneOf(asText(node.mode).toUpperCase(), ['RO', 'RW']) } : {}),
  };
}

const externalVolume = (node: JsonFields): Container => ({
  ...plainVolume(node),
  ...('external' in node ? { external: parseExternal(fieldsOf(node.external) ?? {}) } : {}),
});

function parseExternal(node: JsonFields): Container {
  const options = elements(node.options).map(parseParameter);
  return { name: required(node, 'name'), provider: required(node, 'provider'), options };
}

/** The server answers with ports as texts, whatever they were. */
function parseNetwork(info: unknown): Container {
  const { name, protocol, labels, portMappings } = listedFields(info);
  return {
    ...(name === undefined ? {} : { name: asText(name) }),
    ...(protocol === undefined ? {} : { protocol: asText(protocol) }),
    labels: elements(labels).map(parseParameter),
    portMappings: elements(portMappings).map((mapping) => {
      const ports = Object.entries(listedFields(mapping)).map(([key, value]) => [key, asText(value)]);
      return Object.fromEntries(ports);
    }),
  };
}

function required(node: JsonFields, field: string): string {
  if (field in node) return asText(node[field]);
  throw missingValue();
}

function oneOf(value: string, allowed: readonly string[]): string {
  if (allowed.includes(value)) return value;
  throw unreadable('java.util.NoSuchElementException', `No value found for '${value}'`);
}
