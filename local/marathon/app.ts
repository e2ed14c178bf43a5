import * as z from 'zod';
import { appIdPattern } from './app-id.ts';

const notNegative = z.number().min(0);
const port = z.int().min(0).max(65_535);
const texts = z.record(z.string(), z.string());
const protocol = z.enum(['tcp', 'udp', 'udp,tcp']).default('tcp');

/** Parts of the definition that are shown and have no effect here. */
const opaque = z.looseObject({});

const portDefinition = z.object({
  port: port.default(0),
  protocol,
  name: z.string().optional(),
  labels: texts.optional(),
});

export const portMapping = z.object({
  containerPort: port.default(0),
  hostPort: port.optional(),
  servicePort: port.default(0),
  protocol,
  name: z.string().optional(),
  labels: texts.optional(),
});

const volume = z.looseObject({ containerPath: z.string(), mode: z.enum(['RO', 'RW']).default('RW') });

export const dockerImage = z.object({
  image: z.string(),
  forcePullImage: z.boolean().default(false),
  parameters: z.array(z.object({ key: z.string(), value: z.string() })).default([]),
  privileged: z.boolean().default(false),
});

export const container = z.object({
  type: z.enum(['DOCKER', 'MESOS']).default('DOCKER'),
  docker: dockerImage.optional(),
  volumes: z.array(volume).default([]),
  portMappings: z.array(portMapping).optional(),
});

const network = z.object({
  mode: z.enum(['host', 'container/bridge', 'container']).default('container'),
  name: z.string().optional(),
  labels: texts.optional(),
});

const fetchedUri = z.object({
  uri: z.string(),
  extract: z.boolean().default(true),
  executable: z.boolean().default(false),
  cache: z.boolean().default(false),
  destPath: z.string().optional(),
});

const healthCheck = z.looseObject({
  protocol: z.string().default('HTTP'),
  gracePeriodSeconds: notNegative.default(300),
  intervalSeconds: notNegative.default(60),
  timeoutSeconds: notNegative.default(20),
  maxConsecutiveFailures: notNegative.default(3),
});

const unreachableStrategy = z.union([
  z.literal('disabled'),
  z.object({ inactiveAfterSeconds: notNegative, expungeAfterSeconds: notNegative }),
]);

/** An app as it is stored, in canonical form. Amounts as Mesos counts them, times as ISO texts in UTC. */
export const appDefinition = z.object({
  id: z.string().regex(appIdPattern),
  cmd: z.string().optional(),
  args: z.array(z.string()).optional(),
  user: z.string().optional(),
  env: z.record(z.string(), z.union([z.string(), z.object({ secret: z.string() })])),
  instances: z.int().min(0),
  cpus: z.number().min(0.001),
  mem: notNegative,
  disk: notNegative,
  gpus: z.int().min(0),
  executor: z.string(),
  constraints: z.array(z.array(z.string()).min(2).max(3)),
  fetch: z.array(fetchedUri),
  dependencies: z.array(z.string()),
  secrets: z.record(z.string(), opaque),
  backoffSeconds: notNegative,
  backoffFactor: z.number().min(1),
  maxLaunchDelaySeconds: notNegative,
  container: container.optional(),
  healthChecks: z.array(healthCheck),
  readinessChecks: z.array(opaque),
  upgradeStrategy: z.object({ minimumHealthCapacity: z.number(), maximumOverCapacity: z.number() }),
  labels: texts,
  acceptedResourceRoles: z.array(z.string()).optional(),
  residency: opaque.optional(),
  taskKillGracePeriodSeconds: notNegative.optional(),
  killSelection: z.enum(['YOUNGEST_FIRST', 'OLDEST_FIRST']),
  unreachableStrategy,
  networks: z.array(network),
  portDefinitions: z.array(portDefinition).optional(),
  requirePorts: z.boolean(),
  version: z.string(),
  versionInfo: z.object({ lastScalingAt: z.string(), lastConfigChangeAt: z.string() }),
});

export type AppDefinition = z.infer<typeof appDefinition>;

/** An app before it is given a version. */
export type AppDraft = Omit<AppDefinition, 'version' | 'versionInfo'>;

export type Container = z.infer<typeof container>;

export function draftOf({ version: _, versionInfo: __, ...draft }: AppDefinition): AppDraft {
  return draft;
}

/** Ports under which services find an app, in the order of its ports. */
export const servicePorts = ({ portDefinitions, container: box }: AppDraft): number[] => [
  ...(portDefinitions ?? []).map((definition) => definition.port),
  ...(box?.portMappings ?? []).map((mapping) => mapping.servicePort),
];
