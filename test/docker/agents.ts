import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type MesosCluster, mesosCluster } from '../../simulators/mesos/cluster.ts';
import { type DockerClient, dockerClient } from '../../simulators/mesos/docker/client.ts';
import { dockerEngine } from '../../simulators/mesos/docker/engine.ts';
import type { TaskContainer, TaskRequest, TaskStatus } from '../../simulators/mesos/task.ts';
import { until } from '../e2e/until.ts';
import { docker, image, provideImage } from './real-engine.ts';

export type Statuses = (taskId: string, isWanted: (status: TaskStatus) => boolean) => Promise<TaskStatus>;

export interface Agents {
  cluster: MesosCluster;
  directory: string;
  /** The first status of a task, past or to come, that is wanted. */
  status: Statuses;
  ended(taskId: string): Promise<TaskStatus>;
  running(taskId: string): Promise<TaskStatus>;
  /** What the engine still has of this cluster: ids of containers. */
  containers(): string[];
}

export const newDirectory = (t: TestContext): string => {
  const directory = mkdtempSync(join(tmpdir(), 'pacer-agents-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
};

/** One agent with the real engine, until the test ends. */
export async function startAgents(
  t: TestContext,
  {
    directory = newDirectory(t),
    client = dockerClient(),
  }: { directory?: string; client?: DockerClient } = {},
): Promise<Agents> {
  provideImage();
  const agents = [{ id: 'one', hostname: 'one.example', cpus: 4, mem: 4096, disk: 4096 }];
  const cluster = mesosCluster({ agents, directory, docker: await dockerEngine(directory, client) });
  t.after(() => cluster.close());
  const seen: TaskStatus[] = [];
  cluster.subscribe((status) => void seen.push(status));
  const status: Statuses = (taskId, isWanted) => {
    const fits = (each: TaskStatus) => each.taskId === taskId && isWanted(each);
    return new Promise((resolve) => {
      const found = seen.find(fits);
      if (found) return resolve(found);
      cluster.subscribe((each) => fits(each) && resolve(each));
    });
  };
  return {
    cluster,
    directory,
    status,
    ended: (taskId) => status(taskId, ({ state }) => state !== 'TASK_RUNNING'),
    running: (taskId) => status(taskId, ({ state }) => state === 'TASK_RUNNING'),
    containers: () => containersOf(directory),
  };
}

export const containersOf = (directory: string): string[] =>
  docker('ps', '--all', '--quiet', '--no-trunc', '--filter', `label=pacer.directory=${directory}`)
    .split('\n')
    .filter((id) => id !== '');

const container: TaskContainer = {
  image,
  network: 'host',
  ports: [],
  volumes: [],
  parameters: [],
  privileged: false,
  forcePullImage: false,
};

export interface TaskOptions extends Partial<Omit<TaskRequest, 'container'>> {
  container?: Partial<TaskContainer>;
}

/** A task in the tests' image. */
export function task(id: string, command: string, options: TaskOptions = {}): TaskRequest {
  const { container: parts, ...rest } = options;
  return {
    id,
    name: id,
    command,
    env: {},
    shell: true,
    cpus: 0.5,
    mem: 64,
    disk: 32,
    ...rest,
    container: { ...container, ...parts },
  };
}

/** Runs a task to its end. */
export async function ran({ cluster, ended }: Agents, request: TaskRequest) {
  const sandbox = cluster.launch(request)?.sandbox ?? '';
  const status = await ended(request.id);
  const read = (name: string) => readFileSync(join(sandbox, name), 'utf8');
  return { status, sandbox, stdout: read('stdout'), stderr: read('stderr') };
}

/** Waits until a task has written a text. */
export const written = (sandbox: string, text: string) =>
  until(() => (readFileSync(join(sandbox, 'stdout'), 'utf8').includes(text) ? true : undefined), {
    missing: () => `no ${text} in ${sandbox}`,
  });
