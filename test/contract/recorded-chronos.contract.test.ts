import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChronosVersion } from '../../simulators/chronos/dialect.ts';
import { startChronos } from '../../simulators/chronos/start-chronos.ts';
import { mesosCluster } from '../../simulators/mesos/cluster.ts';
import type { StartedServer } from './recordings/play-recording.ts';
import { recordedContract } from './recordings/recorded-contract.ts';
import type { ServerSetup } from './recordings/recording.ts';

const agent = { id: 'agent-one', hostname: 'localhost', cpus: 8, mem: 8192, disk: 65536 };

const recordingOf = (version: ChronosVersion): string =>
  new URL(`recordings/chronos-${version}.jsonl`, import.meta.url).pathname;

/** Starts a Chronos on a cluster of its own, with offers that come often enough for a test. */
async function startAlone(version: ChronosVersion, { credentials }: ServerSetup): Promise<StartedServer> {
  const directory = mkdtempSync(join(tmpdir(), 'recorded-chronos-'));
  const sandboxes = join(directory, 'sandboxes');
  mkdirSync(sandboxes);
  const cluster = mesosCluster({ agents: [agent], directory: sandboxes });
  const [user, password] = credentials?.split(':') ?? [];
  const chronos = await startChronos({
    cluster,
    version,
    directory,
    offerIntervalMs: 50,
    queueWaitMs: 150,
    ...(user === undefined || password === undefined ? {} : { credentials: { user, password } }),
  });
  const close = async () => {
    await chronos.close();
    await cluster.close();
    rmSync(directory, { recursive: true });
  };
  return { url: chronos.url, close };
}

recordedContract({
  server: 'Chronos 3.0.2',
  file: recordingOf('3.0.2'),
  prefix: '/v1/scheduler',
  start: (setup) => startAlone('3.0.2', setup),
  knownDifferences: [
    {
      session: 'what Accept asks for',
      n: 3,
      why: 'a job without its parents, of an earlier session, shows for a moment at each reload',
    },
  ],
  leastShare: 0.99,
  atOnce: 6,
});

recordedContract({
  server: 'Chronos 2.5.1',
  file: recordingOf('2.5.1'),
  prefix: '/scheduler',
  start: (setup) => startAlone('2.5.1', setup),
  knownDifferences: [],
  leastShare: 0.99,
  atOnce: 6,
});
