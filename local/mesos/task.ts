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
