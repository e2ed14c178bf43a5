import * as z from 'zod';
import type { TaskContainer, TaskVolume } from '../mesos/task.ts';
import type { AppTask } from './app-task.ts';

type Definition = Pick<AppTask['app'], 'container' | 'networks' | 'portDefinitions'>;

/** Volumes of other kinds are new ones: what Marathon keeps for them between tasks, the agents here do not. */
const volume = z.object({
  containerPath: z.string(),
  hostPath: z.string().optional(),
  mode: z.enum(['RO', 'RW']).default('RW'),
  external: z.object({ name: z.string() }).optional().catch(undefined),
});

/** The container that a task of an app asks Mesos for, if it asks for an image. `ports` are those that the task was given. */
export function taskContainer({
  app,
  ports,
}: {
  app: Definition;
  ports: readonly number[];
}): TaskContainer | undefined {
  const { container, networks } = app;
  if (!container?.docker) return undefined;
  const { image, parameters, privileged, forcePullImage } = container.docker;
  const network = networkOf(networks[0]);
  return {
    image,
    network,
    ports: network === 'host' ? [] : publishedPorts(app, ports),
    volumes: container.volumes.map((given) => taskVolume(volume.parse(given))),
    parameters,
    privileged,
    forcePullImage,
  };
}

function networkOf(network: Definition['networks'][number] | undefined): string {
  if (network?.mode === 'container/bridge') return 'bridge';
  // Marathon takes no network of users without a name.
  return network?.mode === 'container' ? (network.name ?? 'container') : 'host';
}

/** The task's ports are those of the definitions first, and then one for each mapping that wants one of the agent. */
function publishedPorts({ container, portDefinitions = [] }: Definition, ports: readonly number[]) {
  const mapped = (container?.portMappings ?? []).filter(({ hostPort }) => hostPort !== undefined);
  return mapped.flatMap(({ containerPort, protocol }, index) => {
    const hostPort = ports[portDefinitions.length + index];
    if (hostPort === undefined) return [];
    const protocols = protocol === 'udp,tcp' ? (['udp', 'tcp'] as const) : [protocol];
    // By 0 the container listens on the port that the task was given.
    return protocols.map((each) => ({ hostPort, containerPort: containerPort || hostPort, protocol: each }));
  });
}

function taskVolume({ containerPath, hostPath, mode, external }: z.infer<typeof volume>): TaskVolume {
  const source = external ? { volume: external.name } : hostPath ? { path: hostPath } : ('new' as const);
  return { source, containerPath, mode: mode === 'RO' ? 'ro' : 'rw' };
}
