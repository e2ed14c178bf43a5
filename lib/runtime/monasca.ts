import { type Http, http, NoAnswerError } from '../http/http.ts';
import type { Point, RunContainer } from '../job/job.ts';
import { type MonascaClient, monascaClient } from '../monasca/client.ts';
import { cpuTime } from '../monasca/cpu-time.ts';
import type { MonascaCredentials } from '../monasca/credentials.ts';
import { LoginRefusedError } from '../monasca/errors.ts';
import { httpUntil } from '../monasca/http-until.ts';
import { ensureJobAlarm, removeJobAlarm } from '../monasca/job-alarm.ts';
import { jobMetrics } from '../monasca/job-metrics.ts';
import type { KeptToken } from '../monasca/keystone.ts';
import type { Metric } from '../monasca/metric.ts';
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
    const { jobId, cluster } = spec;
    const perPoint = points.map((point) => jobMetrics(spec, [point]));
    const delivery = await withMonasca(cluster, (client) =>
      client.sendMetrics(perPoint.flat(), perPoint[0]?.length),
    );
    if (!delivery) return points.length;
    const { refused, aheadFrom, settled, stopped } = delivery;
    if (refused) log.warn('metrics that Monasca will never take', { jobId, ...refused });
    if (aheadFrom !== null)
      log.warn('metrics kept for later: Monasca refuses them and its clock is behind', { jobId });
    if (stopped !== null) log.warn('metrics not delivered; kept for later', { jobId, problem: stopped });
    const isEarly = ({ at }: Point) => at < (aheadFrom ?? Number.POSITIVE_INFINITY);
    return points.slice(0, settledPoints(perPoint, settled)).filter(isEarly).length;
  };
}

/** How many points are settled with so many of their metrics. */
function settledPoints(perPoint: Metric[][], metrics: number): number {
  let left = metrics;
  const cut = perPoint.findIndex(({ length }) => {
    left -= length;
    return left < 0;
  });
  return cut === -1 ? perPoint.length : cut;
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
    (httpFor: (ca?: string) => Http): WithMonasca =>
    async (cluster, act) => {
      const clientOf = async (fresh: boolean): Promise<MonascaClient | null> => {
        const { monasca: given } = await readCluster(read, cluster, fresh);
        if (!given) return null;
        return monascaClient(given, { http: httpFor(given.ca), now, kept: tokenOf(cluster, given) });
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
  return (until) => {
    const wasSilentUntil = new Map(silentUntil);
    let isHeard = false;
    const withAny = ask((ca) => {
      const http = httpUntil(until, { httpOf: httpOf(ca), now });
      return async (request) => {
        const answer = await http(request);
        isHeard = true;
        return answer;
      };
    });
    return async (cluster, act) => {
      if (now() < (wasSilentUntil.get(cluster) ?? 0))
        throw new NoAnswerError(`The Monasca of the cluster ${cluster} did not answer a moment ago.`);
      try {
        return await withAny(cluster, act);
      } catch (error) {
        // What has answered is slow, not silent.
        if (error instanceof NoAnswerError && !isHeard) silentUntil.set(cluster, now() + silenceHoldsMs);
        throw error;
      }
    };
  };
}
