/** Amounts as Mesos counts them: CPU shares, and MB of memory and disk. */
export type Resources = { cpus: number; mem: number; disk: number };

export type Agent = Readonly<Resources & { id: string; hostname: string }>;

/** What one agent has left. */
export type Offer = Readonly<Resources & { agentId: string; hostname: string }>;

export type TaskState =
  | 'TASK_STAGING'
  | 'TASK_RUNNING'
  | 'TASK_FINISHED'
  | 'TASK_FAILED'
  | 'TASK_KILLED'
  | 'TASK_LOST';

/**
 * What a definition says of the container of a task. Only agents with a Docker engine heed it. `network` is `host`, `bridge` or
 * the name of a network of the engine.
 */
export type TaskContainer = Readonly<{
  image: string;
  network: string;
  /** Ports of the agent that lead into the container. */
  ports: readonly { hostPort: number; containerPort: number; protocol: 'tcp' | 'udp' }[];
  volumes: readonly TaskVolume[];
  /** Options of `docker run`, without their dashes. */
  parameters: readonly { key: string; value: string }[];
  privileged: boolean;
  forcePullImage: boolean;
}>;

/** `source` is a path of the agent, relative to the sandbox where it does not begin with a slash; a volume of the engine; or a new one. */
export type TaskVolume = Readonly<{
  source: { path: string } | { volume: string } | 'new';
  containerPath: string;
  mode: 'ro' | 'rw';
}>;

/**
 * What a framework wants to run. With `shell` the command is a line for `/bin/sh -c`; without, it is an executable that
 * gets `arguments` as they are. `agentId` asks for that agent and no other.
 */
export type TaskRequest = Readonly<
  Resources & {
    id: string;
    name: string;
    command: string;
    arguments?: readonly string[];
    env: Readonly<Record<string, string>>;
    shell: boolean;
    agentId?: string;
    container?: TaskContainer;
  }
>;

/** A task that is staging or running. */
export type Task = Readonly<
  Resources & {
    id: string;
    name: string;
    agentId: string;
    hostname: string;
    sandbox: string;
    state: 'TASK_STAGING' | 'TASK_RUNNING';
  }
>;

export type TaskStatus = Readonly<{
  taskId: string;
  state: Exclude<TaskState, 'TASK_STAGING'>;
  message: string;
  agentId: string;
  hostname: string;
}>;

/** Where a task was put. */
export type Placement = Readonly<{ agentId: string; hostname: string; sandbox: string }>;
