import { join } from 'node:path';
import type { TaskContainer, TaskRequest, TaskVolume } from '../task.ts';

/** Where a container finds its sandbox. */
export const sandboxInContainer = '/mnt/mesos/sandbox';
/** What containers call the machine that the engine runs on. */
export const machineFromContainers = 'host.docker.internal';
/** Less memory than this no agent of Mesos gives to a container, MB. */
const leastMemory = 32;
const leastCpus = 0.01;

export interface ContainerRun {
  request: Pick<TaskRequest, 'command' | 'arguments' | 'shell' | 'cpus' | 'mem'>;
  container: TaskContainer;
  /** Of the container. */
  name: string;
  /** As in `key=value`. */
  labels: readonly string[];
  /** A folder of the agent. */
  sandbox: string;
  environmentFile: string;
  /** Variables that Docker is to take from its own environment. */
  variablesByName: readonly string[];
  /** CPUs of the engine: it refuses a limit above them, which would be none. */
  cores: number;
}

/**
 * The arguments of `docker` that start a task as a Mesos agent does, detached. The definition's parameters come first: of an option
 * that takes one value Docker heeds the last, so that they cannot take a container away from its agent.
 */
export function runArguments(run: ContainerRun): string[] {
  const { container, name, labels, environmentFile, variablesByName } = run;
  return [
    'run',
    ...container.parameters.map(({ key, value }) => `--${key}=${value}`),
    '--detach=true',
    '--rm=false',
    '--name',
    name,
    ...labels.flatMap((label) => ['--label', label]),
    '--network',
    container.network,
    '--add-host',
    `${machineFromContainers}:host-gateway`,
    ...container.ports.flatMap((port) => [
      '--publish',
      `${port.hostPort}:${port.containerPort}/${port.protocol}`,
    ]),
    ...limits(run),
    '--env-file',
    environmentFile,
    ...variablesByName.flatMap((variable) => ['--env', variable]),
    '--volume',
    `${run.sandbox}:${sandboxInContainer}`,
    ...container.volumes.flatMap((volume) => ['--volume', volumeText(volume, run.sandbox)]),
    ...(container.privileged ? ['--privileged'] : []),
    ...commandOf(run),
  ];
}

function limits({ request: { cpus, mem }, cores }: ContainerRun): string[] {
  const memory = ['--memory', `${Math.max(leastMemory, Math.ceil(mem))}m`];
  if (cpus >= cores) return memory;
  // Docker refuses more than nine decimals.
  return ['--cpus', String(Math.max(leastCpus, Math.round(cpus * 1000) / 1000)), ...memory];
}

function volumeText({ source, containerPath, mode }: TaskVolume, sandbox: string): string {
  if (source === 'new') return containerPath;
  if ('volume' in source) return `${source.volume}:${containerPath}:${mode}`;
  const path = source.path.startsWith('/') ? source.path : join(sandbox, source.path);
  return `${path}:${containerPath}:${mode}`;
}

/** A shell takes the place of the image's entry point, which a command without one is handed to. */
function commandOf({ request, container: { image } }: ContainerRun): string[] {
  const { shell, command, arguments: rest = [] } = request;
  return shell ? ['--entrypoint', '/bin/sh', image, '-c', command] : [image, command, ...rest];
}
