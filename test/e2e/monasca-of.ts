import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { http } from '../../lib/http/http.ts';
import { type MonascaClient, monascaClient } from '../../lib/monasca/client.ts';
import { monascaCredentials } from '../../lib/monasca/credentials.ts';
import type { Rig } from './rig.ts';
import type { AnyCluster } from './user-cluster.ts';

/** The Monasca of a cluster for somebody other than Pacer, with Pacer's credentials. */
export function monascaOf({ directory }: Rig, { name }: AnyCluster): MonascaClient {
  const path = join(directory, 'secrets', 'clusters', name, 'monasca.json');
  const credentials = monascaCredentials.parse(JSON.parse(readFileSync(path, 'utf8')));
  return monascaClient(credentials, { http: http({ timeoutMs: 5_000 }), now: Date.now });
}
