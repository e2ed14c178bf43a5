import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callbackToken } from '../../lib/job/token.ts';
import type { LocalFunction } from '../../local/lambda/function.ts';
import { type Stack, type StackOptions, startStack } from '../../local/stack.ts';
import type { ChronosVersion } from '../../simulators/chronos/dialect.ts';
import { mesosCluster } from '../../simulators/mesos/cluster.ts';
import { type ApiClient, apiClient } from './api-client.ts';
import { type MarathonCluster, startMarathonCluster } from './marathon-cluster.ts';
import { type AnyCluster, startUserCluster, type UserCluster } from './user-cluster.ts';

/** A whole local stack in a directory of its own, and as many clusters of users as a test file asks for. */
export interface Rig {
  stack: Stack;
  directory: string;
  api: ApiClient;
  evaluate: LocalFunction;
  /** All that the functions logged. */
  lines: readonly string[];
  userCluster(name: string, version?: ChronosVersion): Promise<UserCluster>;
  marathonCluster(name: string, cpus?: number): Promise<MarathonCluster>;
  tokenOf(jobId: string): string;
  close(): Promise<void>;
}

/** Sixty times faster than the clock: the schedules tick once a second. */
const timeScale = 60;
const roomy = { cpus: 200, mem: 100_000, disk: 100_000 };

export async function startRig({
  callbackUrl,
  docker = false,
}: Pick<StackOptions, 'callbackUrl' | 'docker'> = {}): Promise<Rig> {
  const directory = mkdtempSync(join(tmpdir(), 'pacer-e2e-'));
  const lines: string[] = [];
  const onLine = (name: string, line: string) => void lines.push(`${name} ${line}`);
  const stack = await startStack({
    directory,
    port: 0,
    timeScale,
    onLine,
    docker,
    callbackUrl: callbackUrl ?? null,
  });
  const agents = [{ id: 'roomy', hostname: 'roomy.local', ...roomy }];
  const mesos = mesosCluster({ agents, directory: join(directory, 'user-sandboxes') });
  const clusters: AnyCluster[] = [];
  return {
    stack,
    directory,
    lines,
    api: apiClient(stack.apiUrl, stack.apiToken),
    evaluate: evaluateOf(stack),
    async userCluster(name, version = '3.0.2') {
      const cluster = await startUserCluster({ name, directory, mesos, version });
      clusters.push(cluster);
      return cluster;
    },
    async marathonCluster(name, cpus = roomy.cpus) {
      const cluster = await startMarathonCluster({ name, directory, cpus });
      clusters.push(cluster);
      return cluster;
    },
    tokenOf: (jobId) => callbackToken(callbackKey(directory), jobId),
    async close() {
      await stack.close();
      for (const cluster of clusters) await cluster.close();
      await mesos.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function evaluateOf({ functions }: Stack): LocalFunction {
  const found = functions.get('EvaluateFunction');
  if (!found) throw new Error('The stack has no EvaluateFunction.');
  return found;
}

function callbackKey(directory: string): string {
  return readFileSync(join(directory, 'secrets', 'callback-key'), 'utf8').trim();
}
