import { type MonascaClient, monascaClient } from '../monasca/client.ts';
import { jobMetrics } from '../monasca/job-metrics.ts';
import type { SendPoints } from '../reconcile/ports.ts';
import { httpFor, perKey, readCluster } from './cluster.ts';
import type { ReadSecret } from './secrets.ts';

/** Sends points to the Monasca of the job's cluster, in one call; a cluster without Monasca takes them as they are. */
export function sendToMonasca(read: ReadSecret): SendPoints {
  const clientOf = perKey(async (secret: string): Promise<MonascaClient | null> => {
    const { monasca } = await readCluster(read, secret);
    return monasca ? monascaClient(monasca, { http: httpFor(monasca.ca), now: Date.now }) : null;
  });
  return async ({ cluster, ...spec }, points) => {
    const client = await clientOf(cluster);
    await client?.sendMetrics(jobMetrics({ cluster, ...spec }, points));
  };
}
