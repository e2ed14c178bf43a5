import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMarathon } from '../../simulators/marathon/start-marathon.ts';
import { mesosCluster } from '../../simulators/mesos/cluster.ts';
import type { StartedServer } from './recordings/play-recording.ts';
import { recordedContract } from './recordings/recorded-contract.ts';
import type { ServerSetup } from './recordings/recording.ts';

const agents = ['one', 'two'].map((name) => ({
  id: `agent-${name}`,
  hostname: '127.0.0.1',
  cpus: 4,
  mem: 4096,
  disk: 100_000,
}));

/** Starts a Marathon on a cluster of its own, with offers that come often enough for a test. */
async function startAlone({ credentials, ...setup }: ServerSetup): Promise<StartedServer> {
  const directory = mkdtempSync(join(tmpdir(), 'recorded-marathon-'));
  const sandboxes = join(directory, 'sandboxes');
  mkdirSync(sandboxes);
  const cluster = mesosCluster({ agents, directory: sandboxes });
  const [user, password] = credentials?.split(':') ?? [];
  const marathon = await startMarathon({
    cluster,
    directory,
    offerIntervalMs: 200,
    ...(setup.maxRunningDeployments ? { maxRunningDeployments: setup.maxRunningDeployments } : {}),
    ...(setup.stagingMs ? { stagingMs: setup.stagingMs } : {}),
    ...(user === undefined || password === undefined ? {} : { credentials: { user, password } }),
  });
  const close = async () => {
    await marathon.close();
    await cluster.close();
    rmSync(directory, { recursive: true });
  };
  return { url: marathon.url, close };
}

recordedContract({
  server: 'Marathon 1.8.244',
  file: new URL('recordings/marathon-1.8.244.jsonl', import.meta.url).pathname,
  start: startAlone,
  knownDifferences: [
    {
      session: 'restart',
      n: 7,
      why: 'the versions of an app come in the order of a hash table; here the newest is first',
    },
  ],
  leastShare: 0.99,
});
