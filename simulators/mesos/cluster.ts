import { randomUUID } from 'node:crypto';
import { cpuLimiter } from './cpu-limit.ts';
import type { CpuLimiter } from './cpu-limiter.ts';
import { type CpuUse, cpuUses } from './cpu-use.ts';
import type { DockerEngine } from './docker/engine.ts';
import { exitStatus } from './exit-status.ts';
import { createSandbox, removeOldSandboxes } from './sandbox.ts';
import type { Agent, Offer, Placement, Resources, Task, TaskRequest, TaskStatus } from './task.ts';
import { taskEnvironment } from './task-environment.ts';
import type { TaskEvents, TaskExit, TaskProcess } from './task-process.ts';
import { taskStarter } from './task-starter.ts';

export type MesosCluster = {
  readonly agents: readonly Agent[];
  /** How CPUs are held to their limit on this machine. */
  readonly cpuLimit: CpuLimiter['name'];
  /** What each agent has left. */
  offers(): Offer[];
  /**
   * Starts a task on the first agent with room (or the one asked for); undefined if there is none. Throws if a task of that
   * id is active. Statuses are told only after this has returned.
   */
  launch(request: TaskRequest): Placement | undefined;
  /** Asks a task to end (SIGTERM), and ends it when the grace period is over. Unknown tasks are ignored. */
  kill(taskId: string, gracePeriodMs: number): void;
  /** Ends a task at once as an accident would: a crash of the command, or the loss of its agent. */
  strike(taskId: string, as: Accident): void;
  /** Staging and running tasks. */
  tasks(): Task[];
  /** What the ended tasks of a name have used of their cpus on average, as far as it was measured; null when nothing was. */
  cpuUse(name: string): CpuUse | null;
  /** Hears every status of every task from now on; a framework ignores those of tasks that it does not know. */
  subscribe(listener: (status: TaskStatus) => void): () => void;
  /** Kills all tasks and resolves when they have ended. Nothing can be launched afterwards. */
  close(): Promise<void>;
};

type Accident = 'TASK_FAILED' | 'TASK_LOST';

type LiveTask = {
  readonly request: TaskRequest;
  readonly placement: Placement;
  readonly process: TaskProcess;
  state: Task['state'];
  killed: boolean;
  struck?: Accident;
};

type Cluster = {
  readonly agents: readonly Agent[];
  readonly directory: string;
  readonly docker: DockerEngine | null;
  readonly live: Map<string, LiveTask>;
  readonly used: ReturnType<typeof cpuUses>;
  readonly listeners: Set<(status: TaskStatus) => void>;
  readonly onEmpty: (() => void)[];
  closed: boolean;
};

/** One for all clusters of this process. */
const starter = taskStarter();

/**
 * A Mesos cluster in small. Agents are shares of this machine: resources are counted for each agent and a task must fit one,
 * but every task is a process here, in a sandbox folder under `directory`, held to its cpus, and dead when this process is.
 * Without a Docker engine nothing is containerized: images and volumes mean nothing, and mem and disk are counted but not
 * enforced. With one, tasks that have an image run in containers. The cluster takes the engine over, and closes it.
 */
export function mesosCluster(options: {
  agents: readonly Agent[];
  directory: string;
  docker?: DockerEngine | null;
}): MesosCluster {
  const cluster: Cluster = {
    ...options,
    docker: options.docker ?? null,
    live: new Map(),
    used: cpuUses(),
    listeners: new Set(),
    onEmpty: [],
    closed: false,
  };
  return {
    agents: options.agents,
    cpuLimit: cpuLimiter().name,
    offers: () => offers(cluster),
    launch: (request) => launch(cluster, request),
    kill: (taskId, gracePeriodMs) => stop(cluster.live.get(taskId), gracePeriodMs),
    strike: (taskId, as) => strike(cluster.live.get(taskId), as),
    tasks: () => [...cluster.live.values()].map(describe),
    cpuUse: cluster.used.of,
    subscribe(listener) {
      cluster.listeners.add(listener);
      return () => cluster.listeners.delete(listener);
    },
    close: () => close(cluster),
  };
}

function launch(cluster: Cluster, request: TaskRequest): Placement | undefined {
  if (cluster.closed) throw new Error(`cannot launch ${request.id}: the cluster is closed`);
  if (cluster.live.has(request.id)) throw new Error(`cannot launch ${request.id}: it is active already`);
  const offer = offers(cluster).find((candidate) => accepts(candidate, request));
  if (!offer) return undefined;
  const { agentId, hostname } = offer;
  const placement = { agentId, hostname, sandbox: createSandbox(cluster.directory, request.id) };
  const task: LiveTask = {
    request,
    placement,
    state: 'TASK_STAGING',
    killed: false,
    process: startTask(cluster, request, {
      placement,
      events: { started: () => begin(cluster, task), ended: (exit) => end(cluster, task, exit) },
    }),
  };
  cluster.live.set(request.id, task);
  removeOldSandboxes(cluster.directory, new Set([...cluster.live.values()].map(sandboxOf)));
  return placement;
}

function startTask(
  { docker }: Cluster,
  request: TaskRequest,
  { placement, events }: { placement: Placement; events: TaskEvents },
): TaskProcess {
  const { id, env, cpus, container } = request;
  const { sandbox, hostname } = placement;
  const containerName = `mesos-${randomUUID()}`;
  if (docker && container) {
    return docker.start({ request, container, name: containerName, sandbox, hostname }, events);
  }
  const argv = request.shell
    ? ['/bin/sh', '-c', request.command]
    : [request.command, ...(request.arguments ?? [])];
  const variables = taskEnvironment({ id, env, sandbox, hostname, containerName });
  return starter.start({ argv, env: variables, sandbox, cpus }, events);
}

function begin(cluster: Cluster, task: LiveTask): void {
  task.state = 'TASK_RUNNING';
  publish(cluster, task, { state: 'TASK_RUNNING', message: '' });
}

function end(cluster: Cluster, task: LiveTask, exit: TaskExit): void {
  cluster.live.delete(task.request.id);
  cluster.used.note(task.request, exit.use);
  publish(cluster, task, exitStatus(exit, task));
  if (cluster.live.size === 0) for (const resolve of cluster.onEmpty.splice(0)) resolve();
}

function publish(cluster: Cluster, task: LiveTask, outcome: Pick<TaskStatus, 'state' | 'message'>): void {
  const { agentId, hostname } = task.placement;
  const status = { taskId: task.request.id, agentId, hostname, ...outcome };
  for (const listener of [...cluster.listeners]) listener(status);
}

function stop(task: LiveTask | undefined, gracePeriodMs: number): void {
  if (!task || task.killed) return;
  task.killed = true;
  task.process.stop(gracePeriodMs);
}

function strike(task: LiveTask | undefined, as: Accident): void {
  if (!task) return;
  task.struck = as;
  task.process.kill();
}

async function close(cluster: Cluster): Promise<void> {
  cluster.closed = true;
  for (const task of cluster.live.values()) {
    task.killed = true;
    task.process.kill();
  }
  if (cluster.live.size > 0) await new Promise<void>((resolve) => cluster.onEmpty.push(resolve));
  await cluster.docker?.close();
}

const sandboxOf = ({ placement }: LiveTask): string => placement.sandbox;

function describe({ request, placement, state }: LiveTask): Task {
  const { id, name, cpus, mem, disk } = request;
  return { id, name, cpus, mem, disk, state, ...placement };
}

function offers({ agents, live }: Cluster): Offer[] {
  return agents.map((agent) => {
    const tasks = [...live.values()].filter((task) => task.placement.agentId === agent.id);
    const left = (kind: keyof Resources) =>
      thousandths(tasks.reduce((rest, task) => rest - task.request[kind], agent[kind]));
    const { id: agentId, hostname } = agent;
    return { agentId, hostname, cpus: left('cpus'), mem: left('mem'), disk: left('disk') };
  });
}

const accepts = (offer: Offer, request: TaskRequest): boolean =>
  (request.agentId ?? offer.agentId) === offer.agentId &&
  thousandths(request.cpus) <= offer.cpus &&
  request.mem <= offer.mem &&
  request.disk <= offer.disk;

/** Mesos adds and compares amounts to three decimals, so that tenths of a CPU add up. */
const thousandths = (amount: number): number => Math.round(amount * 1000) / 1000;
