import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { TaskEvents, TaskProcess } from '../task-process.ts';
import { type DockerClient, type DockerError, dockerClient } from './client.ts';
import { type ContainerTask, type Engine, startContainer } from './container.ts';
import { bridgeGateway } from './gateway.ts';
import { watchContainers } from './watchdog.ts';

const firstAnswerMs = 10_000;
const firstPauseMs = 500;
const longestPauseMs = 30_000;
const removalMs = 10_000;

/** Docker for the agents of one cluster. */
export interface DockerEngine {
  readonly version: string;
  /** The address by which containers of the bridge reach the engine's machine, which need not be this one; null where it is not known. */
  readonly gateway: string | null;
  start(task: ContainerTask, events: TaskEvents): TaskProcess;
  /** Resolves when the containers of tasks that have ended are removed, or cannot be. */
  close(): Promise<void>;
}

/**
 * Takes the engine that the `docker` program finds, and removes the containers that a cluster in the same directory left behind; throws
 * a sentence that says what to do when there is none. Containers are labelled with the directory, and others are not touched.
 */
export async function dockerEngine(
  directory: string,
  client: DockerClient = dockerClient(),
): Promise<DockerEngine> {
  const version = await client
    .run(['version', '--format', '{{.Server.Version}}'], { timeoutMs: firstAnswerMs })
    .catch((error: DockerError) => Promise.reject(new Error(whatToDo(error), { cause: error })));
  const cores = Number(await client.run(['info', '--format', '{{.NCPU}}']));
  const stack = `pacer.directory=${resolve(directory)}`;
  const process = `pacer.process=${randomUUID()}`;
  await removeLabelled(client, stack);
  const dismissWatchdog = watchContainers(process, client.environment);
  const { remove, settled } = remover(client);
  const engine: Engine = { client, cores, labels: [stack, process], remove };
  return {
    version,
    gateway: await bridgeGateway(client),
    start: (task, events) => startContainer(engine, task, events),
    async close() {
      await settled();
      dismissWatchdog();
    },
  };
}

const without = 'or leave --docker out: commands then run in your shell.';

function whatToDo({ isMissing, message }: DockerError): string {
  return isMissing
    ? `${message} Install Docker Engine (https://docs.docker.com/engine/install/), ${without}`
    : `No Docker engine answers: ${message} Start it, see that "docker version" shows a server, ${without}`;
}

async function removeLabelled(client: DockerClient, label: string): Promise<void> {
  const found = await client.run(['ps', '--all', '--quiet', '--no-trunc', '--filter', `label=${label}`]);
  const ids = found.split('\n').filter((id) => id !== '');
  if (ids.length > 0) await client.run(['rm', '--force', '--volumes', ...ids]);
}

/** Removes containers, again and again while the engine does not: one that still ran would work beside its successor. */
function remover(client: DockerClient) {
  const closing = new AbortController();
  const removals = new Set<Promise<void>>();
  const removed = async (name: string) => {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      const removal = client.run(['rm', '--force', '--volumes', name], { timeoutMs: removalMs });
      const isGone = await removal.then(
        () => true,
        ({ message }: Error) => message.includes('No such container'),
      );
      if (isGone || closing.signal.aborted) return;
      await delay(pauseMs, undefined, { ref: false, signal: closing.signal }).catch(() => {});
    }
  };
  return {
    remove(name: string) {
      const removal = removed(name).finally(() => removals.delete(removal));
      removals.add(removal);
    },
    async settled() {
      closing.abort();
      await Promise.all(removals);
    },
  };
}
