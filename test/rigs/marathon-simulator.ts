import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { mesosName } from '../../simulators/marathon/app-id.ts';
import {
  type MarathonOptions,
  type RunningMarathon,
  startMarathon,
} from '../../simulators/marathon/start-marathon.ts';
import { type MesosCluster, mesosCluster } from '../../simulators/mesos/cluster.ts';

const fields = z.record(z.string(), z.unknown());

/** A task that has ended has no version any more. */
const shownTask = z.looseObject({ id: z.string(), state: z.string(), version: z.string().optional() });

const shownApp = z.looseObject({
  version: z.string(),
  cpus: z.number(),
  tasksStaged: z.int(),
  tasksRunning: z.int(),
  deployments: z.array(z.object({ id: z.string() })),
  tasks: z.array(shownTask),
});

const shownDeployment = z.looseObject({ id: z.string(), affectedApps: z.array(z.string()) });

const rejections = z.array(z.object({ reason: z.string(), declined: z.int(), processed: z.int() }));

const queueItem = z.looseObject({
  count: z.int(),
  delay: z.object({ timeLeftSeconds: z.number(), overdue: z.boolean() }),
  since: z.string(),
  processedOffersSummary: z.object({
    processedOffersCount: z.int(),
    unusedOffersCount: z.int(),
    lastUsedOfferAt: z.string().optional(),
    lastUnusedOfferAt: z.string().optional(),
    rejectSummaryLastOffers: rejections,
    rejectSummaryLaunchAttempt: rejections,
  }),
});

export type MarathonAnswer = {
  status: number;
  headers: Headers;
  text: string;
  body: Record<string, unknown>;
};

/** A quick Marathon on a cluster of its own, with the calls that the tests make. */
export type TestRig = {
  marathon: RunningMarathon;
  cluster: MesosCluster;
  /** An object is sent as JSON. What is answered in JSON is in `body`; an array is not. */
  call(method: string, path: string, body?: unknown): Promise<MarathonAnswer>;
  /** Posts an app whose command sleeps unless it says otherwise, and waits until it is deployed. */
  create(app: { id: string } & Record<string, unknown>): Promise<void>;
  app(id: string): Promise<z.infer<typeof shownApp>>;
  deployments(): Promise<z.infer<typeof shownDeployment>[]>;
  queue(): Promise<z.infer<typeof queueItem>[]>;
  /** Waits until no deployment runs. */
  settled(): Promise<void>;
  /** What the app's only active task has written so far. */
  output(id: string): string;
  restart(): Promise<void>;
  close(): Promise<void>;
};

export const sleeps = { cmd: 'sleep 60', cpus: 1, mem: 32 };

/** Never two tasks of one app. */
export const killThenStart = { upgradeStrategy: { minimumHealthCapacity: 0, maximumOverCapacity: 0 } };

export async function testRig(more: Partial<MarathonOptions> = {}): Promise<TestRig> {
  const directory = mkdtempSync(join(tmpdir(), 'marathon-'));
  const agents = ['one', 'two'].map((id) => ({
    id,
    hostname: `${id}.example`,
    cpus: 2,
    mem: 1024,
    disk: 1024,
  }));
  const cluster = mesosCluster({ agents, directory: join(directory, 'sandboxes') });
  const options = { cluster, directory, offerIntervalMs: 10, killGraceMs: 0, ...more };
  const rig: TestRig = {
    marathon: await startMarathon(options),
    cluster,
    call: (method, path, body) => call(rig.marathon.url + path, method, body),
    async create(app) {
      await rig.call('POST', '/v2/apps', { ...sleeps, ...app });
      await rig.settled();
    },
    app: async (id) => shownApp.parse((await rig.call('GET', `/v2/apps${id}`)).body.app),
    deployments: async () =>
      z.array(shownDeployment).parse(JSON.parse((await rig.call('GET', '/v2/deployments')).text)),
    queue: async () => z.array(queueItem).parse((await rig.call('GET', '/v2/queue')).body.queue),
    settled: () => until(async () => (await rig.deployments()).length === 0),
    output(id) {
      const task = cluster.tasks().find(({ name }) => name === mesosName(id));
      return task ? readFileSync(join(task.sandbox, 'stdout'), 'utf8') : '';
    },
    async restart() {
      await rig.marathon.close();
      rig.marathon = await startMarathon(options);
    },
    async close() {
      await rig.marathon.close();
      await cluster.close();
      rmSync(directory, { recursive: true });
    },
  };
  return rig;
}

async function call(url: string, method: string, body: unknown): Promise<MarathonAnswer> {
  const content = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method, headers, ...content });
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json';
  const parsed = fields.safeParse(isJson ? JSON.parse(text) : undefined);
  return { status: response.status, headers: response.headers, text, body: parsed.data ?? {} };
}

const longestWaitMs = 60_000;

/** Waits for a condition; one that never comes true is an error, which ends the test. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (
    const giveUpAt = Date.now() + longestWaitMs;
    !(await condition());
    await new Promise((resolve) => setTimeout(resolve, 5))
  ) {
    if (Date.now() > giveUpAt)
      throw new Error(`What was waited for did not come in ${longestWaitMs} ms: ${condition}`);
  }
}
