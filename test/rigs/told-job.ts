import { reportToMonasca } from '../../lib/evaluate/report-to-monasca.ts';
import type { Job, Point } from '../../lib/job/job.ts';
import { concernMetrics } from '../../lib/monitoring/job-metrics.ts';
import { monasca } from '../../lib/monitoring/monasca-monitoring.ts';
import type { LateClaim } from '../../lib/ports/job-store.ts';
import { aJob } from './builders.ts';
import { pointForTests } from './job.ts';
import { aDecision } from './progress.ts';
import { type CloudOptions, cloud } from './threshold-engine.ts';

const credentials = {
  keystone_url: 'http://keystone.example/v3',
  monocasca_client_url: 'http://monasca.example',
  username: 'pacer',
  password: 'secret',
  project_name: 'mesos',
};
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/** A job with `notify` in memory, whose evaluations tell a Monasca of it on a virtual clock; everything but the Monasca is the product's. */
export function toldJob(options: CloudOptions) {
  const { clock } = options;
  const { http, told, taken, settle, definitions } = cloud(options);
  const points: Point[] = [];
  let job: Job = aJob({ spec: { notify: { name: 'operators' } } });
  let claimed: LateClaim = { at: 0, openUntil: 0 };
  const change = (changed: Partial<Job>) => {
    job = { ...job, ...changed };
  };
  const store = {
    load: async () => job,
    listPoints: async (_: string, after: number, limit: number) =>
      points.filter(({ at }) => at > after).slice(0, limit),
    markMetricsSent: async (_: string, { from, upTo }: { from: number; upTo: number }) => {
      if (job.metricsSentUpTo >= from && job.metricsSentUpTo < upTo) change({ metricsSentUpTo: upTo });
    },
    markAlarm: async (_: string, alarm: NonNullable<Job['alarm']>) => change({ alarm }),
    markCpuUse: async () => {},
    claimLateSecond: async (_: string, claim: LateClaim) => {
      if (claim.at <= claimed.at || claim.at < claimed.openUntil) return false;
      claimed = claim;
      return true;
    },
    closeLateSecond: async (_: string, closed: LateClaim) => {
      if (closed.at === claimed.at) claimed = closed;
    },
  };
  const now = () => clock.now;
  const read = async () => JSON.stringify({ monasca: credentials });
  const monitoring = monasca({ store, read, log: quiet, now, httpOf: () => () => http });

  return {
    told,
    jobId: job.spec.jobId,
    definitions,
    settle,
    /** The times (epoch milliseconds) of what the alarm looks at, in the order in which they came. */
    lateTimes: () =>
      taken.filter(({ name }) => name === concernMetrics.late).map(({ timestamp }) => timestamp),
    /** What an evaluation finds; `isNews` makes a point of it. */
    progresses(onTimeProbability: number, isNews: boolean) {
      const { forecast, ...rest } = aDecision();
      const decision = { ...rest, forecast: { ...forecast, onTimeProbability } };
      const at = Math.max(clock.now, job.progress.lastPointAt + 1);
      if (isNews) points.push({ ...pointForTests, at, decision });
      const lastPointAt = isNews ? at : job.progress.lastPointAt;
      change({ progress: { ...job.progress, decision, lastPointAt } });
    },
    ends(status: 'COMPLETED' | 'FAILED' | 'CANCELLED' = 'COMPLETED', more: Partial<Job> = {}) {
      const lastPointAt = Math.max(clock.now, job.progress.lastPointAt + 1);
      points.push({ ...pointForTests, at: lastPointAt, status });
      change({ ...more, progress: { ...job.progress, status, lastPointAt } });
    },
    /** The job is done on time, of which somebody wants to be told. */
    endsAsWanted(this: { ends: (status: 'COMPLETED', more: Partial<Job>) => void }) {
      this.ends('COMPLETED', { spec: { ...job.spec, notify: { name: 'operators', whenDone: true } } });
    },
    /** One evaluation tells Monasca of the job as it is now. */
    tell: (telling: { madePoint: boolean; isTick: boolean }) =>
      reportToMonasca({ monitoring, now }, job, telling),
  };
}
