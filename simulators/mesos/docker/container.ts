import { rmSync, writeFileSync } from 'node:fs';
import type { TaskContainer, TaskRequest } from '../task.ts';
import { containerEnvironment } from '../task-environment.ts';
import type { TaskEvents, TaskExit, TaskProcess } from '../task-process.ts';
import type { DockerClient } from './client.ts';
import { dockerEnvironment } from './environment.ts';
import { createOutput, followOutput } from './output.ts';
import { runArguments, sandboxInContainer } from './run-arguments.ts';

/** What Docker may take beyond the grace period. */
const stopMarginMs = 20_000;
const killed = 137;

export interface ContainerTask {
  request: TaskRequest;
  container: TaskContainer;
  name: string;
  sandbox: string;
  hostname: string;
}

export interface Engine {
  client: DockerClient;
  cores: number;
  labels: readonly string[];
  /** Removes a container, however long that takes. */
  remove(name: string): void;
}

/**
 * Runs a task in a container, output into files of the sandbox. It is staging while its image is pulled. Whatever Docker refuses, and
 * an engine that goes away, ends the task with Docker's words; the container is removed in the end. Events come after this returns.
 */
export function startContainer(engine: Engine, task: ContainerTask, events: TaskEvents): TaskProcess {
  const stopping = Promise.withResolvers<number>();
  const staging = new AbortController();
  void lived(engine, task, { staging: staging.signal, stopping: stopping.promise, started: events.started })
    .catch((error: Error): TaskExit => ({ code: null, signal: null, error }))
    .then((exit) => {
      engine.remove(task.name);
      events.ended(exit);
    });
  const stop = (gracePeriodMs: number) => {
    stopping.resolve(gracePeriodMs);
    staging.abort();
  };
  const kill = () => {
    stop(0);
    void engine.client.run(['kill', task.name]).catch(() => {}); // it was not there, or asked to end before
  };
  return { stop, kill };
}

interface Course {
  /** Aborted by a stop, which ends a pull; what Docker has begun to start is stopped when it has started. */
  staging: AbortSignal;
  stopping: Promise<number>;
  started: () => void;
}

async function lived(engine: Engine, task: ContainerTask, course: Course): Promise<TaskExit> {
  const { client } = engine;
  createOutput(task.sandbox);
  await provideImage(client, task.container, course.staging).catch(failedLaunch);
  if (course.staging.aborted) return { code: null, signal: 'SIGTERM', what: 'Container' };
  await launch(engine, task).catch(failedLaunch);
  course.started();
  return ended(client, task, course.stopping);
}

function failedLaunch(cause: Error): never {
  throw new Error(`Failed to launch container: ${cause.message}`, { cause });
}

/** As an agent does, by itself and beforehand: a pull can be called off, and leaves no container. */
async function provideImage(
  client: DockerClient,
  { image, forcePullImage }: TaskContainer,
  signal: AbortSignal,
): Promise<void> {
  const isThere = () =>
    client.run(['image', 'inspect', '--format', '{{.Id}}', image]).then(Boolean, () => false);
  if (!forcePullImage && (await isThere())) return;
  await client.run(['pull', '--quiet', image], { signal, timeoutMs: 0 }).catch((error: Error) => {
    if (!signal.aborted) throw error;
  });
}

/** The values of variables go by a file that only this user may read, and that is gone when the container is there. */
async function launch({ client, cores, labels }: Engine, task: ContainerTask): Promise<void> {
  const { request, container, name, sandbox, hostname } = task;
  const { id, env } = request;
  const variables = containerEnvironment({
    id,
    env,
    sandbox: sandboxInContainer,
    hostname,
    containerName: name,
  });
  const { lines, byName } = dockerEnvironment(variables);
  const environmentFile = `${sandbox}.env`;
  writeFileSync(environmentFile, lines, { mode: 0o600 });
  const run = { request, container, name, labels, sandbox, environmentFile, cores };
  try {
    await client.run(runArguments({ ...run, variablesByName: Object.keys(byName) }), { variables: byName });
  } finally {
    rmSync(environmentFile, { force: true });
  }
}

async function ended(
  client: DockerClient,
  { name, sandbox, request }: ContainerTask,
  stopping: Promise<number>,
): Promise<TaskExit> {
  const lastLines = followOutput(client, name, sandbox);
  const code = await Promise.race([
    exitCode(client, name),
    stopping.then((ms) => failedStop(client, name, ms)),
  ]);
  await lastLines();
  const exit: TaskExit = { code, signal: null, what: 'Container' };
  if (code !== killed || !(await wasOutOfMemory(client, name))) return exit;
  return {
    ...exit,
    error: new Error(`Container exited with status ${code}: ${request.mem} MB of memory are too few`),
  };
}

async function exitCode(client: DockerClient, name: string): Promise<number> {
  try {
    return Number(await client.run(['wait', name], { timeoutMs: 0 }));
  } catch (error) {
    throw new Error(`The container was lost: ${(error as Error).message}`, { cause: error });
  }
}

/** Ends the wait for a container that Docker does not end; never resolves when Docker has ended it. */
async function failedStop(client: DockerClient, name: string, gracePeriodMs: number): Promise<never> {
  const seconds = String(Math.ceil(gracePeriodMs / 1000));
  const timeoutMs = gracePeriodMs + stopMarginMs;
  try {
    await client.run(['stop', '-t', seconds, name], { timeoutMs });
  } catch (error) {
    throw new Error(`The container could not be stopped: ${(error as Error).message}`, { cause: error });
  }
  return new Promise(() => {});
}

const wasOutOfMemory = (client: DockerClient, name: string): Promise<boolean> =>
  client.run(['container', 'inspect', '--format', '{{.State.OOMKilled}}', name]).then(
    (shown) => shown === 'true',
    () => false,
  );
