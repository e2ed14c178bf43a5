import { ApiError } from './api-error.ts';
import { asBoolean, asText, elements } from './jackson.ts';
import type { ChronosJob } from './job.ts';
import { type JsonFields, jsonFields } from './json-fields.ts';

type Container = NonNullable<ChronosJob['container']>;

/** A Docker container of the 2.x line: whatever its type says, it is docker; without an image there is no job. */
export function dockerContainer(node: JsonFields): Container {
  if (!('image' in node)) throw new ApiError('deserialization', 'a container needs an image');
  return { type: 'docker', ...image(node, ['HOST', 'BRIDGE']), ...options(node) };
}

/** A container of the 3.x line. Undefined without an image: then the job silently has none. */
export function mesosContainer(node: JsonFields): Container | undefined {
  if (!('image' in node)) return undefined;
  const type = oneOf('type', 'type' in node ? asText(node.type).toUpperCase() : 'DOCKER', [
    'DOCKER',
    'MESOS',
  ]);
  const named = 'networkName' in node ? { networkName: asText(node.networkName) } : {};
  const networkInfos = elements(node.networkInfos).map((info) => withTextPorts(info));
  return { type, ...image(node, ['HOST', 'BRIDGE', 'USER']), ...named, networkInfos, ...options(node) };
}

const image = (node: JsonFields, networks: string[]) => ({
  image: asText(node.image),
  network: oneOf('network', 'network' in node ? asText(node.network) : 'HOST', networks),
});

const options = (node: JsonFields) => ({
  volumes: elements(node.volumes).map((volume) => parseVolume(jsonFields(volume))),
  forcePullImage: asBoolean(node.forcePullImage),
  parameters: elements(node.parameters).map((parameter) => {
    const { key, value } = jsonFields(parameter);
    return { key: asText(key), value: asText(value) };
  }),
});

function parseVolume(node: JsonFields): Container {
  return {
    ...('hostPath' in node ? { hostPath: asText(node.hostPath) } : {}),
    containerPath: asText(node.containerPath),
    ...('mode' in node ? { mode: oneOf('mode', asText(node.mode).toUpperCase(), ['RO', 'RW']) } : {}),
  };
}

/** The server answers with ports as texts, whatever they were. */
function withTextPorts(info: unknown): Container {
  const { name, protocol, portMappings } = jsonFields(info);
  return {
    ...(name === undefined ? {} : { name: asText(name) }),
    ...(protocol === undefined ? {} : { protocol: asText(protocol) }),
    portMappings: elements(portMappings).map((mapping) => {
      const ports = Object.entries(jsonFields(mapping)).map(([key, value]) => [key, asText(value)]);
      return Object.fromEntries(ports);
    }),
  };
}

function oneOf(field: string, value: string, allowed: readonly string[]): string {
  if (allowed.includes(value)) return value;
  throw new ApiError('deserialization', `${field} is ${value}, not one of ${allowed.join(', ')}`);
}
