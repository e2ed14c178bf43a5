import { join } from 'node:path';
import { writeSecrets } from '../../local/secrets-files.ts';
import { startChronos } from '../../simulators/chronos/start-chronos.ts';
import { startMarathon } from '../../simulators/marathon/start-marathon.ts';
import { mesosCluster } from '../../simulators/mesos/cluster.ts';
import { made } from './made.ts';
import type { Open } from './opened.ts';

const login = { user: 'pacer', password: 'a-password-of-the-cluster' };
const agents = [{ id: 'agent-1', hostname: 'agent-1.local', cpus: 4, mem: 4096, disk: 10_240 }];

/** The user's side: Mesos with Chronos and Marathon, and no Monasca. Resolves to the directory of its secrets. */
export async function startMesos(directory: string, open: Open): Promise<string> {
  const cluster = await open(mesosCluster({ agents, directory: join(directory, 'sandboxes') }));
  const shared = { cluster, credentials: login, offerIntervalMs: 50, killGraceMs: 200 };
  const place = made(directory, 'chronos');
  const chronos = await open(
    startChronos({ ...shared, version: '3.0.2', directory: place, createDelayMs: 100 }),
  );
  const marathon = await open(startMarathon({ ...shared, directory: made(directory, 'marathon') }));
  const secrets = join(directory, 'secrets');
  writeSecrets(secrets, {
    chronos: { url: chronos.url, ...login },
    marathon: { url: marathon.url, ...login },
  });
  return secrets;
}
