import { http, NoAnswerError } from '../http/http.ts';
import type { RunContainer } from '../job/job.ts';
import { type MonascaClient, monascaClient } from '../monasca/client.ts';
import { cpuTime } from '../monasca/cpu-time.ts';
import type { MonascaCredentials } from '../monasca/credentials.ts';
import { LoginRefusedError } from '../monasca/errors.ts';
import { httpUntil } from '../monasca/http-until.ts';
import { ensureJobAlarm, removeJobAlarm } from '../monasca/job-alarm.ts';
import { jobMetrics } from '../monasca/job-metrics.ts';
import type { KeptToken } from '../monasca/keystone.ts';
import { deliverMetrics } from '../reconcile/deliver-metrics.ts';
import type { Monitoring } from '../reconcile/evaluate-deps.ts';
import { keepAlarm } from '../reconcile/keep-alarm.ts';
import { measureCpuUse } from '../reconcile/measure-cpu-use.ts';
import type { Alarms, CpuSeconds, JobStore, Log, Now, SendPoints } from '../reconcile/ports.ts';
import { perKey, readCluster } from './cluster.ts';
import type { ReadSecret } from './secrets.ts';

export interface MonascaParts {
  store: Pick<JobStore, 'load' | 'listPoints' | 'markMetricsSent' | 'markAlarm' | 'markCpuUse'>;
  read: ReadSecret;
  log: Log;
  now: Now;
  httpOf: typeof httpOf;
}

/** So long a Monasca that did not answer is left alone, lest all evaluations of a cluster wait for it one after the other. */
const silenceHoldsMs = 15_000;

/** HTTP clients by certificate authority and timeout, kept so that their connections are. */
export const httpOf = perKey((ca: string | undefined) =>
  perKey((timeoutSeconds: number) => http({ timeoutMs: timeoutSeconds * 1000, ...(ca ? { ca } : {}) })),
);

/** Does something with the Monasca of a cluster; null where there is none. */
type WithMonasca = <Result>(
  cluster: string,
  act: (client: MonascaClient) => Promise<Result>,
) => Promise<Result | null>;

/** What evaluations do at the Monasca of each cluster, until an instant (epoch milliseconds) at which all of it is over. */
export function monasca(parts: MonascaParts): (until: number) => Monitoring {
  const withMonascaUntil = withClients(parts);
  return (until) => {
    const withMonasca = withMonascaUntil(until);
    const send = sendPoints(withMonasca, parts.log);
    const cpuSeconds: CpuSeconds = (spec, containers) =>
      withMonasca(spec.cluster, (client) => cpuTime(client, queryOf(containers)));
    return {
      sendMetrics: (job) => deliverMetrics({ ...parts, send }, job),
      keepAlarm: (job) => keepAlarm({ ...parts, alarms: alarmsOf(withMonasca) }, job),
      measureCpuUse: (job) => measureCpuUse({ ...parts, cpuSeconds }, job),
    };
  };
}

function alarmsOf(withMonasca: WithMonasca): Alarms {
  return {
    set: async (spec) => {
      const { notify, cluster } = spec;
      if (!notify) return;
      const made = await withMonasca(cluster, (client) => ensureJobAlarm(client, spec, notify));
      if (made === null) throw new Error(`Nobody will be told: the cluster ${cluster} has no Monasca.`);
    },
    remove: async (spec) => {
      await withMonasca(spec.cluster, (client) => removeJobAlarm(client, spec.jobId));
    },
  };
}

/** Where there is no Monasca all points count as taken. */
function sendPoints(withMonasca: WithMonasca, log: Log): SendPoints {
  return async (spec, points) => {
    const metrics = jobMetrics(spec, points);
    const delivery = await withMonasca(spec.cluster, (client) => client.sendMetrics(metrics));
    if (!delivery) return points.length;
    const { jobId } = spec;
    const { refused, aheadFrom, stopped } = delivery;
    if (refused) log.warn('metrics that Monasca will never take', { jobId, ...refused });
    if (aheadFrom !== null)
      log.warn('metrics kept for later: Monasca refuses them and its clock is behind', { jobId });
    if (stopped) log.warn('metrics not delivered; kept for later', { jobId, problem: stopped.problem });
    const settledBefore = Math.min(aheadFrom ?? Infinity, stopped?.from ?? Infinity);
    return points.filter(({ at }) => at < settledBefore).length;
  };
}

function queryOf(containers: RunContainer[]) {
  return {
    containers: containers.map(({ name }) => name),
    startAt: Math.min(...containers.map(({ startedAt }) => startedAt * 1000)),
    endAt: Math.max(...containers.map(({ endedAt }) => endedAt * 1000)),
    endsAt: new Map(containers.map(({ name, endedAt }) => [name, endedAt * 1000])),
  };
}

/** One token for each cluster as long as its credentials stay the same. */
function withClients({ read, now, httpOf }: MonascaParts): (until: number) => WithMonasca {
  const kept = new Map<string, { credentials: string; token: KeptToken }>();

  const tokenOf = (cluster: string, given: MonascaCredentials): KeptToken => {
    const credentials = JSON.stringify(given);
    const known = kept.get(cluster);
    if (known?.credentials === credentials) return known.token;
    const token = {};
    kept.set(cluster, { credentials, token });
    return token;
  };

  const ask =
    (until: number): WithMonasca =>
    async (cluster, act) => {
      const clientOf = async (fresh: boolean): Promise<MonascaClient | null> => {
        const { monasca: given } = await readCluster(read, cluster, fresh);
        if (!given) return null;
        const http = httpUntil(until, { httpOf: httpOf(given.ca), now });
        return monascaClient(given, { http, now, kept: tokenOf(cluster, given) });
      };
      const client = await clientOf(false);
      if (!client) return null;
      try {
        return await act(client);
      } catch (error) {
        if (!(error instanceof LoginRefusedError)) throw error;
        // The password may have been changed since it was read; where it was not, the refusal is known already.
        const renewed = await clientOf(true);
        return renewed && act(renewed);
      }
    };

  const silentUntil = new Map<string, number>();
  return (until) => async (cluster, act) => {
    if (now() < (silentUntil.get(cluster) ?? 0))
      throw new NoAnswerError(`The Monasca of the cluster ${cluster} did not answer a moment ago.`);
    try {
      return await ask(until)(cluster, act);
    } catch (error) {
      if (error instanceof NoAnswerError) silentUntil.set(cluster, now() + silenceHoldsMs);
      throw error;
    }
  };
}
