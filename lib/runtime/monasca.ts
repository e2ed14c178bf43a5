import { type MonascaClient, monascaClient } from '../monasca/client.ts';
import { LoginRefusedError } from '../monasca/errors.ts';
import { jobMetrics } from '../monasca/job-metrics.ts';
import type { SendPoints } from '../reconcile/ports.ts';
import { httpFor, readCluster } from './cluster.ts';
import type { ReadSecret } from './secrets.ts';

/** Sends points to the Monasca of the job's cluster, in one call; a cluster without Monasca takes them as they are. */
export function sendToMonasca(read: ReadSecret): SendPoints {
  const clientOf = clients(read);
  return async (spec, points) => {
    const metrics = jobMetrics(spec, points);
    try {
      await (await clientOf(spec.cluster, false))?.sendMetrics(metrics);
    } catch (error) {
      if (!(error instanceof LoginRefusedError)) throw error;
      // The password may have been changed since it was read.
      await (await clientOf(spec.cluster, true))?.sendMetrics(metrics);
    }
  };
}

/** One client, hence one token, for each cluster as long as its credentials stay the same. */
function clients(read: ReadSecret) {
  const made = new Map<string, { credentials: string; client: MonascaClient | null }>();
  return async (cluster: string, fresh: boolean): Promise<MonascaClient | null> => {
    const { monasca } = await readCluster(read, cluster, fresh);
    const credentials = JSON.stringify(monasca ?? null);
    const known = made.get(cluster);
    if (known?.credentials === credentials) return known.client;
    const client = monasca ? monascaClient(monasca, { http: httpFor(monasca.ca), now: Date.now }) : null;
    made.set(cluster, { credentials, client });
    return client;
  };
}
