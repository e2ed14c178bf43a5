import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ChronosVersion } from '../../simulators/chronos/dialect.ts';
import { elements } from '../../simulators/chronos/jackson.ts';
import { type JsonFields, jsonFields } from '../../simulators/chronos/json-fields.ts';
import {
  type ChronosOptions,
  type RunningChronos,
  startChronos,
} from '../../simulators/chronos/start-chronos.ts';
import { type MesosCluster, mesosCluster } from '../../simulators/mesos/cluster.ts';

export type ChronosAnswer = { status: number; body: string; headers: Headers };

/** A quick Chronos on a cluster of its own, with the calls that the tests make. */
export type TestRig = {
  chronos: RunningChronos;
  cluster: MesosCluster;
  /** Below the prefix of the version, or, with a leading slash, as it is. An object is sent as JSON. */
  call(method: string, path: string, body?: object | string): Promise<ChronosAnswer>;
  /** Posts a job that nothing but a forced start runs, and waits until it is known. */
  create(job: { name: string } & Record<string, unknown>): Promise<void>;
  job(name: string): Promise<JsonFields>;
  state(name: string): Promise<string | undefined>;
  /** What the job's only active task has written so far. */
  output(name: string): string;
  restart(): Promise<void>;
  close(): Promise<void>;
};

export const versions = ['2.5.1', '3.0.2'] as const;

export const never = 'R/2099-01-01T00:00:00Z/PT24H';

export const prefixOf = (version: ChronosVersion): string =>
  version === '2.5.1' ? '/scheduler' : '/v1/scheduler';

export async function testRig(version: ChronosVersion, more: Partial<ChronosOptions> = {}): Promise<TestRig> {
  const directory = mkdtempSync(join(tmpdir(), 'chronos-'));
  const sandboxes = join(directory, 'sandboxes');
  const cluster = mesosCluster({ agents: [agent('one'), agent('two')], directory: sandboxes });
  const quick = { offerIntervalMs: 10, createDelayMs: 30, failureRetryMs: 50, killGraceMs: 0 };
  const options = { cluster, version, directory, ...quick, ...more };
  const rig: TestRig = {
    chronos: await startChronos(options),
    cluster,
    async call(method, path, body) {
      const address = rig.chronos.url + (path.startsWith('/') ? path : `${prefixOf(version)}/${path}`);
      const response = await fetch(address, { method, ...content(body) });
      return { status: response.status, body: await response.text(), headers: response.headers };
    },
    async create(job) {
      await rig.call('POST', 'iso8601', { command: 'true', schedule: never, ...job });
      await until(async () => (await rig.state(job.name)) !== undefined);
    },
    job: (name) => readJob(rig, name),
    state: (name) => readState(rig, name),
    output(name) {
      const task = cluster.tasks().find((candidate) => candidate.name === `ChronosTask:${name}`);
      return task ? readFileSync(join(task.sandbox, 'stdout'), 'utf8') : '';
    },
    async restart() {
      await rig.chronos.close();
      rig.chronos = await startChronos(options);
    },
    async close() {
      await rig.chronos.close();
      await cluster.close();
      rmSync(directory, { recursive: true });
    },
  };
  return rig;
}

const agent = (id: string) => ({ id, hostname: `${id}.example`, cpus: 2, mem: 1024, disk: 1024 });

async function readJob(rig: TestRig, name: string): Promise<JsonFields> {
  const jobs: unknown = JSON.parse((await rig.call('GET', 'jobs')).body);
  return (
    elements(jobs)
      .map(jsonFields)
      .find((job) => job.name === name) ?? {}
  );
}

async function readState(rig: TestRig, name: string): Promise<string | undefined> {
  const { body } = await rig.call('GET', 'graph/csv');
  const node = body.split('\n').find((line) => line.startsWith(`node,${name},`));
  return node?.split(',')[3];
}

function content(body: object | string | undefined): RequestInit {
  if (body === undefined) return {};
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { body: text, headers: { 'content-type': 'application/json' } };
}

const longestWaitMs = 60_000;

/** Waits for a condition; one that never comes true is an error, which ends the test. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const giveUpAt = Date.now() + longestWaitMs; !(await condition()); await delay(5)) {
    if (Date.now() > giveUpAt)
      throw new Error(`What was waited for did not come in ${longestWaitMs} ms: ${condition}`);
  }
}
