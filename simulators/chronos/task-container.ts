import * as z from 'zod';
import type { TaskContainer, TaskVolume } from '../mesos/task.ts';
import type { ChronosJob } from './job.ts';

const text = z.string();
const pairs = z.array(z.object({ key: text, value: text })).default([]);
/** Chronos keeps ports as texts. */
const portNumber = z.coerce.number().int().min(0).max(65_535);

const volume = z.object({
  containerPath: text,
  hostPath: text.optional(),
  mode: z.enum(['RO', 'RW']).default('RW'),
  external: z.object({ name: text }).optional(),
});

const networkInfo = z.object({
  name: text.optional(),
  portMappings: z
    .array(
      z.object({
        hostPort: portNumber,
        containerPort: portNumber,
        protocol: z.enum(['tcp', 'udp']).catch('tcp').default('tcp'),
      }),
    )
    .catch([])
    .default([]),
});

/** What of a container says how it is to be run; 2.x knows no networks of users. */
const definition = z.object({
  image: text,
  network: text.default('HOST'),
  networkName: text.optional(),
  networkInfos: z.array(networkInfo).default([]),
  volumes: z.array(volume).default([]),
  parameters: pairs,
  forcePullImage: z.boolean().default(false),
});

type Definition = z.infer<typeof definition>;

/** The container that a run of a job asks Mesos for, if it asks for any. */
export function taskContainer({ container }: Pick<ChronosJob, 'container'>): TaskContainer | undefined {
  if (container === undefined) return undefined;
  const given = definition.parse(container);
  const { image, parameters, forcePullImage } = given;
  const ports = given.network === 'HOST' ? [] : given.networkInfos.flatMap((info) => info.portMappings);
  return {
    image,
    network: networkOf(given),
    ports,
    volumes: given.volumes.map(taskVolume),
    parameters,
    privileged: false,
    forcePullImage,
  };
}

/** A network of users without a name is left to Docker, which knows none of that name. */
function networkOf({ network, networkName, networkInfos }: Definition): string {
  if (network !== 'USER') return network.toLowerCase();
  return networkName ?? networkInfos[0]?.name ?? 'USER';
}

function taskVolume({ containerPath, hostPath, mode, external }: z.infer<typeof volume>): TaskVolume {
  const source = external ? { volume: external.name } : hostPath ? { path: hostPath } : ('new' as const);
  return { source, containerPath, mode: mode === 'RO' ? 'ro' : 'rw' };
}
