import * as z from 'zod';
import {
  amount,
  artifact,
  container,
  count,
  envValue,
  executorResources,
  healthCheck,
  killSelection,
  network,
  pathId,
  portDefinition,
  readinessCheck,
  secret,
  taskCheck,
  texts,
  unreachableStrategy,
  upgradeStrategy,
} from './definition-parts.ts';

/** An app as it is stored, in canonical form. Amounts as Mesos counts them, times as ISO texts in UTC. */
export const appDefinition = z.object({
  id: pathId,
  acceptedResourceRoles: z.array(z.string()).optional(),
  args: z.array(z.string()).optional(),
  backoffFactor: z.number().min(1),
  backoffSeconds: count,
  cmd: z.string().min(1).optional(),
  constraints: z.array(z.array(z.string())),
  container: container.optional(),
  cpus: amount,
  dependencies: z.array(pathId),
  disk: amount,
  env: z.record(z.string(), envValue),
  executor: z.string().regex(/^(\/\/cmd|\/?[^/]+(\/[^/]+)*|)$/),
  executorResources: executorResources.optional(),
  fetch: z.array(artifact),
  healthChecks: z.array(healthCheck),
  check: taskCheck.optional(),
  instances: count,
  labels: texts,
  maxLaunchDelaySeconds: count,
  mem: amount,
  gpus: count,
  networks: z.array(network),
  portDefinitions: z.array(portDefinition).optional(),
  readinessChecks: z.array(readinessCheck),
  requirePorts: z.boolean(),
  secrets: z.record(z.string(), secret),
  taskKillGracePeriodSeconds: count.optional(),
  upgradeStrategy,
  user: z.string().optional(),
  version: z.string(),
  versionInfo: z.object({ lastScalingAt: z.string(), lastConfigChangeAt: z.string() }),
  killSelection,
  unreachableStrategy,
  tty: z.boolean().optional(),
});

export type AppDefinition = z.infer<typeof appDefinition>;

/** An app before it is given a version. */
export type AppDraft = Omit<AppDefinition, 'version' | 'versionInfo'>;

export type Container = NonNullable<AppDraft['container']>;
export type PortMapping = NonNullable<Container['portMappings']>[number];
export type HealthCheck = AppDraft['healthChecks'][number];

export function draftOf({ version: _, versionInfo: __, ...draft }: AppDefinition): AppDraft {
  return draft;
}

/** Ports under which services find an app, in the order of its ports. */
export const servicePorts = ({ portDefinitions, container: box }: AppDraft): number[] => [
  ...(portDefinitions ?? []).map((definition) => definition.port),
  ...(box?.portMappings ?? []).map((mapping) => mapping.servicePort),
];
