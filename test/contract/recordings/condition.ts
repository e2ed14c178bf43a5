import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { sendRequest } from './send-request.ts';

/** A server as a condition looks at it. */
export type Watched = {
  url: string;
  /** What the paths of Chronos begin with; of no use to Marathon. */
  prefix: string;
  /** Headers without which the server says nothing. */
  headers: Record<string, string>;
};

const betweenLooksMs = 30;

/** Waits for a condition in the words of a recording; false if it does not come true in time. Throws for words it does not know. */
export async function cameTrue(server: Watched, condition: string, withinMs: number): Promise<boolean> {
  const isTrue = look(condition);
  for (const giveUpAt = Date.now() + withinMs; Date.now() < giveUpAt; await delay(betweenLooksMs)) {
    if (await isTrue(server)) return true;
  }
  return false;
}

type Look = (server: Watched, ...words: string[]) => Promise<boolean>;

const looks: readonly [RegExp, Look][] = [
  [/^no deployments$/, async (server) => (await read(server, '/v2/deployments')).trim() === '[]'],
  [/^app (\S+) runs$/, async (server, id) => (await tasksOf(server, id)).includes('TASK_RUNNING')],
  [/^app (\S+) has no task$/, async (server, id) => (await tasksOf(server, id)).length === 0],
  [/^app (\S+) has failed$/, async (server, id) => (await appOf(server, id))?.lastTaskFailure !== undefined],
  [/^app (\S+) is in the queue$/, async (server, id) => (await queuedApps(server)).includes(id ?? '')],
  [/^job (\S+) is visible$/, async (server, name) => (await jobOf(server, name)) !== undefined],
  [/^job (\S+) has (\d+) successes and (\d+) errors$/, hasCounts],
  [/^job (\S+) is (running|idle|queued)$/, isInState],
];

function look(condition: string): (server: Watched) => Promise<boolean> {
  for (const [pattern, isTrue] of looks) {
    const words = pattern.exec(condition)?.slice(1);
    if (words) return (server) => isTrue(server, ...words);
  }
  throw new Error(`a recording waits for what nobody knows how to see: ${condition}`);
}

const app = z.object({
  tasks: z.array(z.object({ state: z.string() })).default([]),
  lastTaskFailure: z.unknown().optional(),
});

async function appOf(server: Watched, id = '') {
  return z.object({ app }).safeParse(json(await read(server, `/v2/apps${id}`))).data?.app;
}

const tasksOf = async (server: Watched, id?: string) =>
  (await appOf(server, id))?.tasks.map(({ state }) => state) ?? [];

async function queuedApps(server: Watched): Promise<string[]> {
  const queue = z.object({ queue: z.array(z.object({ app: z.object({ id: z.string() }) })) });
  const found = queue.safeParse(json(await read(server, '/v2/queue'))).data?.queue ?? [];
  return found.map((item) => item.app.id);
}

const jobs = z.array(z.object({ name: z.string(), successCount: z.number(), errorCount: z.number() }));

async function jobOf(server: Watched, name?: string) {
  const found = jobs.safeParse(json(await read(server, `${server.prefix}/jobs`))).data ?? [];
  return found.find((job) => job.name === name);
}

async function hasCounts(server: Watched, name?: string, successes?: string, errors?: string) {
  const job = await jobOf(server, name);
  return job?.successCount === Number(successes) && job.errorCount === Number(errors);
}

async function isInState(server: Watched, name?: string, wanted?: string): Promise<boolean> {
  const graph = await read(server, `${server.prefix}/graph/csv`);
  const node = graph.split('\n').find((line) => line.startsWith(`node,${name},`));
  const state = node?.split(',').at(-1) ?? '';
  return wanted === 'running' ? state.includes('running') : state === wanted;
}

async function read({ url, headers }: Watched, path: string): Promise<string> {
  const request = { method: 'GET', path, headers: { Accept: '*/*', ...headers } };
  return (await sendRequest(url, request)).body;
}

function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
