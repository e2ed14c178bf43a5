import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultRule } from '../../simulators/http/faults.ts';
import { type RunningMarathon, startMarathon } from '../../simulators/marathon/start-marathon.ts';
import { type MesosCluster, mesosCluster } from '../../simulators/mesos/cluster.ts';
import { type AnyCluster, startMonitoring } from './user-cluster.ts';

/** A cluster with Marathon, and an agent of its own, so that a scenario may fill it. */
export interface MarathonCluster extends AnyCluster {
  marathon(): RunningMarathon;
  mesos: MesosCluster;
  /** What goes wrong with Pacer's requests to Marathon. */
  setFaults(rule: FaultRule | undefined): void;
  /** A call to an app, as `/app/tasks`, by somebody other than Pacer; it suffers no fault. */
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** Another scheduler takes over: the queue and its delays are lost. */
  failOver(): Promise<void>;
}

export interface MarathonClusterOptions {
  name: string;
  /** Of the stack: the credentials are put where its functions look. */
  directory: string;
  cpus: number;
}

/** What Marathon takes for one slash, and Pacer never sends. */
const testsOwn = '/v2/apps/';
const quick = {
  offerIntervalMs: 50,
  offerLatencyMs: 50,
  killGraceMs: 500,
  scaleCheckIntervalMs: 2_000,
};

export async function startMarathonCluster(options: MarathonClusterOptions): Promise<MarathonCluster> {
  const { name, directory, cpus } = options;
  const place = join(directory, 'user-clusters', name);
  mkdirSync(join(place, 'marathon'), { recursive: true });
  const agents = [{ id: name, hostname: `${name}.local`, cpus, mem: 4096, disk: 10_000 }];
  const mesos = mesosCluster({ agents, directory: join(place, 'sandboxes') });
  const start = (port?: number) =>
    startMarathon({
      cluster: mesos,
      directory: join(place, 'marathon'),
      ...quick,
      ...(port ? { port } : {}),
    });
  let marathon = await start();
  let rule: FaultRule | undefined;
  const inject = () => {
    marathon.faults.http = (request) =>
      request.path.startsWith(`${testsOwn}/`) ? undefined : rule?.(request);
  };
  inject();
  const credentials = { url: marathon.url, user: '', password: '' };
  const { keystone, monasca } = await startMonitoring(options, { marathon: credentials });
  const call: MarathonCluster['call'] = (method, path, body) =>
    send(`${marathon.url}${testsOwn}${path}`, method, body);
  return {
    name,
    keystone,
    monasca,
    mesos,
    call,
    marathon: () => marathon,
    setFaults: (given) => {
      rule = given;
    },
    knows: async (id) => (await call('GET', id)).status === 200,
    async failOver() {
      const port = Number(new URL(marathon.url).port);
      await marathon.close();
      marathon = await start(port);
      inject();
    },
    async close() {
      await Promise.all([marathon, keystone, monasca].map((each) => each.close()));
      await mesos.close();
    },
  };
}

async function send(url: string, method: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method, headers, ...content });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : null };
}
