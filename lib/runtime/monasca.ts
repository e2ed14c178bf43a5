import { type MonascaClient, monascaClient } from '../monasca/client.ts';
import { LoginRefusedError } from '../monasca/errors.ts';
import { ensureJobAlarm, removeJobAlarm } from '../monasca/job-alarm.ts';
import { jobMetrics } from '../monasca/job-metrics.ts';
import type { Alarms, Log, SendPoints } from '../reconcile/ports.ts';
import { httpFor, readCluster } from './cluster.ts';
import type { ReadSecret } from './secrets.ts';

/** Does something with the Monasca of a cluster; nothing is done where there is none. */
type WithMonasca = (cluster: string, act: (client: MonascaClient) => Promise<void>) => Promise<void>;

/** The Monasca of each cluster: for points, and for alarms. */
export function monasca(read: ReadSecret, log: Log): { send: SendPoints; alarms: Alarms } {
  const withMonasca = withClients(read);
  return {
    send: (spec, points) =>
      withMonasca(spec.cluster, async (client) => {
        const { refused } = await client.sendMetrics(jobMetrics(spec, points));
        if (refused) log.warn('metrics that Monasca will never take', { jobId: spec.jobId, ...refused });
      }),
    alarms: {
      set: (spec) =>
        withMonasca(spec.cluster, async (client) => {
          if (spec.notify) await ensureJobAlarm(client, spec, spec.notify);
        }),
      remove: (spec) => withMonasca(spec.cluster, (client) => removeJobAlarm(client, spec.jobId)),
    },
  };
}

/** One client, hence one token, for each cluster as long as its credentials stay the same. */
function withClients(read: ReadSecret): WithMonasca {
  const made = new Map<string, { credentials: string; client: MonascaClient | null }>();

  const clientOf = async (cluster: string, fresh: boolean): Promise<MonascaClient | null> => {
    const { monasca: given } = await readCluster(read, cluster, fresh);
    const credentials = JSON.stringify(given ?? null);
    const known = made.get(cluster);
    if (known?.credentials === credentials) return known.client;
    const client = given ? monascaClient(given, { http: httpFor(given.ca), now: Date.now }) : null;
    made.set(cluster, { credentials, client });
    return client;
  };

  return async (cluster, act) => {
    const client = await clientOf(cluster, false);
    if (!client) return;
    try {
      await act(client);
    } catch (error) {
      if (!(error instanceof LoginRefusedError)) throw error;
      // The password may have been changed since it was read.
      const renewed = await clientOf(cluster, true);
      if (renewed) await act(renewed);
    }
  };
}
