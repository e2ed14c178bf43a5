import type { Point } from '../job/job.ts';
import type { RunContainer } from '../job/progress.ts';
import { RefusedByMonascaError } from '../monasca/errors.ts';
import type { Metric } from '../monasca/metric.ts';
import type { Log } from '../ports/environment.ts';
import type { JobStore } from '../ports/job-store.ts';
import type { Alarms, CpuSeconds, Monitoring, SendConcerns, SendPoints } from '../ports/monitoring.ts';
import { deliverMetrics } from './deliver-metrics.ts';
import { ensureJobAlarms, removeJobAlarms } from './job-alarm.ts';
import { concernMetricsOf, jobMetrics } from './job-metrics.ts';
import { measureCpuUse } from './measure-cpu-use.ts';
import { type MonascaSessionParts, monascaSessions, type WithMonasca } from './monasca-session.ts';
import { NotificationMethodError } from './notification-method.ts';
import { queryCpuSeconds } from './query-cpu-seconds.ts';
import { AlarmRefusedError, reconcileAlarm } from './reconcile-alarm.ts';
import { reportConcerns } from './report-concerns.ts';

export interface MonascaParts extends MonascaSessionParts {
  store: Pick<
    JobStore,
    | 'load'
    | 'listPoints'
    | 'markMetricsSent'
    | 'markAlarm'
    | 'markCpuUse'
    | 'claimLateSecond'
    | 'closeLateSecond'
  >;
  log: Log;
}

/** What evaluations do at the Monasca of each cluster, until an instant (epoch milliseconds) at which all of it is over. */
export function monasca(parts: MonascaParts): (until: number) => Monitoring {
  const withMonascaUntil = monascaSessions(parts);
  return (until) => {
    const withMonasca = withMonascaUntil(until);
    const send = sendPoints(withMonasca, parts.log);
    const cpuSeconds: CpuSeconds = (spec, containers) =>
      withMonasca(spec.cluster, (client) => queryCpuSeconds(client, queryOf(containers)));
    return {
      sendMetrics: (job) => deliverMetrics({ ...parts, send }, job),
      reportConcerns: (job) =>
        reportConcerns({ ...parts, sendConcerns: sendConcerns(withMonasca), until }, job),
      reconcileAlarm: (job) => reconcileAlarm({ ...parts, alarms: alarmsOf(withMonasca) }, job),
      measureCpuUse: (job) => measureCpuUse({ ...parts, cpuSeconds }, job),
    };
  };
}

function alarmsOf(withMonasca: WithMonasca): Alarms {
  return {
    set: async (job, of) => {
      const { cluster } = job.spec;
      const made = await withMonasca(cluster, (client) => ensureJobAlarms(client, job, of)).catch(asRefusal);
      if (made === null) throw new Error(`Nobody will be notified: the cluster ${cluster} has no Monasca.`);
    },
    remove: async (spec) => {
      await withMonasca(spec.cluster, (client) => removeJobAlarms(client, spec));
    },
  };
}

/** What only somebody else can mend. */
function asRefusal(error: unknown): never {
  const isRefusal = error instanceof NotificationMethodError || error instanceof RefusedByMonascaError;
  throw isRefusal ? new AlarmRefusedError(error.message, { cause: error }) : error;
}

function sendConcerns(withMonasca: WithMonasca): SendConcerns {
  return async (spec, concerns) => {
    const metrics = concernMetricsOf(spec, concerns);
    const delivery = await withMonasca(spec.cluster, (client) => client.sendMetrics(metrics));
    if (!delivery || delivery.taken === metrics.length) return;
    const reason = delivery.refused?.reason ?? 'its clock is more than a minute behind';
    throw new Error(`Monasca did not take what the alarms look at: ${reason}`);
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
    if (refused) log.warn('metrics refused by Monasca for good', { jobId, ...refused });
    if (aheadFrom !== null) log.warn('metrics kept for later: the clock of Monasca is behind', { jobId });
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
