import type { JobSpec, Point } from '../job/job.ts';
import { isFinished, type LastDecision } from '../job/progress.ts';
import { type Standing, standingAt } from '../job/standing.ts';
import { type Metric, sanitizeMetric } from '../monasca/metric.ts';
import type { Concern, Concerns } from '../ports/monitoring.ts';

/** What the alarms of a job look at, and nothing else. */
export const concernMetrics: Record<Concern, string> = {
  /** 1 − `pacer.on_time_probability` of a live job. */
  late: 'pacer.late_probability',
  /** 0 or 1. */
  cannotBeMet: 'pacer.cannot_be_met',
  /** Sent only where it is 1. */
  endedBadly: 'pacer.ended_badly',
  /** The same, of a job whose end somebody wants to know although it is a good one. */
  doneOnTime: 'pacer.done_on_time',
};

/** What the alarms of a job hear. */
export function concernMetricsOf(spec: JobSpec, { at, values }: Concerns): Metric[] {
  const dimensions = dimensionsOf(spec);
  const named = Object.entries(values) as [Concern, number][];
  return named.flatMap(
    ([concern, value]) =>
      sanitizeMetric({ name: concernMetrics[concern], dimensions, timestamp: at, value }) ?? [],
  );
}

/** The metrics of a job's points, in their order; each point is one instant, and so is the end of each iteration. */
export function jobMetrics(spec: JobSpec, points: Point[]): Metric[] {
  const dimensions = dimensionsOf(spec);
  return points.flatMap((point) => {
    const measured = Object.entries(valuesOf(point)).map(([name, value]) => {
      const valueMeta = metaOf(name, point);
      const metric = { name: `pacer.${name}`, dimensions, timestamp: point.at, value };
      return valueMeta ? { ...metric, valueMeta } : metric;
    });
    const iterations = endsOf(point).map(({ timestamp, value }) => {
      return { name: 'pacer.iteration_duration_seconds', dimensions, timestamp, value };
    });
    return [...iterations, ...measured].flatMap((metric) => sanitizeMetric(metric) ?? []);
  });
}

function dimensionsOf({ name: job, jobId: job_id, framework, cluster }: JobSpec) {
  return { job, job_id, framework, cluster };
}

/** The ends of a point's iterations, each an instant of its own and none after the point: a container's clock may be ahead. */
function endsOf({ at, iterations }: Point) {
  let latest = at + 1;
  const backwards = iterations.toReversed().map(({ endedAt, durationSeconds: value }) => {
    latest = Math.min(endedAt, latest - 1);
    return { timestamp: latest, value };
  });
  return backwards.toReversed();
}

const statusValues = { LAUNCHING: 0, RUNNING: 1, COMPLETED: 2, FAILED: 3, CANCELLED: 4 };

const outlookValues: Record<Standing, number> = {
  'on-time': 0,
  'at-risk': 1,
  'cannot-be-met': 2,
  late: 3,
  failed: 4,
  cancelled: 5,
};

/** By metric name: counts, cpus, seconds, probabilities. Forecasts are seconds after the deadline, negative when before. */
function valuesOf(point: Point): Record<string, number> {
  const { remaining, cpus, coreSeconds, status, decision } = point;
  const standing = standingAt(point);
  const values: Record<string, number> = {
    remaining_iterations: remaining,
    cpus,
    core_seconds: coreSeconds,
    status: statusValues[status],
  };
  if (standing) values.outlook = outlookValues[standing];
  // A chart that ended with the last forecast would show a job that failed as one that was on time.
  if (isFinished(status)) return { ...values, on_time_probability: standing === 'on-time' ? 1 : 0 };
  return decision ? { ...values, ...forecastOf(decision, point.deadlineAt) } : values;
}

function forecastOf({ forecast, moreCpusWouldHelp }: LastDecision, deadlineAt: number) {
  const { finishAt, onTimeProbability } = forecast;
  const afterDeadline = (at: number) => (at - deadlineAt) / 1000;
  return {
    forecast_after_deadline_seconds: afterDeadline(finishAt.p50),
    forecast_after_deadline_p10_seconds: afterDeadline(finishAt.p10),
    forecast_after_deadline_p90_seconds: afterDeadline(finishAt.p90),
    on_time_probability: onTimeProbability,
    more_cpus_would_help: moreCpusWouldHelp ? 1 : 0,
  };
}

/** The reason of the allocation travels beside its number. */
function metaOf(name: string, point: Point): Record<string, string> | null {
  const { status, decision } = point;
  if (name === 'status') return { status };
  if (name === 'outlook' && isFinished(status)) return { outlook: standingAt(point) ?? '' };
  if (!decision) return null;
  const { reason, outlook } = decision;
  if (name === 'outlook') return { outlook, sentence: reason.sentence };
  return name === 'cpus' ? { reason: reason.code, sentence: reason.sentence } : null;
}
