import type { JobSpec, Point } from '../job/job.ts';
import { isFinished } from '../job/progress.ts';
import { type Metric, sanitizeMetric } from '../monasca/metric.ts';

/** What the alarm of a job looks at, and nothing else: 1 − `pacer.on_time_probability`. */
export const lateMetricName = 'pacer.late_probability';

/** What the alarm of a job hears at `at`, a whole second in epoch milliseconds; `probability` is that of being late. */
export function lateMetric(
  spec: JobSpec,
  { at, probability }: { at: number; probability: number },
): Metric | null {
  return sanitizeMetric({
    name: lateMetricName,
    dimensions: dimensionsOf(spec),
    timestamp: at,
    value: probability,
  });
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

const outlookValues = { 'on-time': 0, 'at-risk': 1, 'cannot-be-met': 2 };

/** By metric name: counts, cpus, seconds, probabilities. Forecasts are seconds after the deadline, negative when before. */
function valuesOf({
  remaining,
  cpus,
  coreSeconds,
  status,
  decision,
  deadlineAt,
}: Point): Record<string, number> {
  const values: Record<string, number> = {
    remaining_iterations: remaining,
    cpus,
    core_seconds: coreSeconds,
    status: statusValues[status],
  };
  if (decision && !isFinished(status)) {
    const { finishAt, onTimeProbability } = decision.forecast;
    const afterDeadline = (at: number) => (at - deadlineAt) / 1000;
    values.forecast_after_deadline_seconds = afterDeadline(finishAt.p50);
    values.forecast_after_deadline_p10_seconds = afterDeadline(finishAt.p10);
    values.forecast_after_deadline_p90_seconds = afterDeadline(finishAt.p90);
    values.on_time_probability = onTimeProbability;
    values.outlook = outlookValues[decision.outlook];
    values.more_cpus_would_help = decision.moreCpusWouldHelp ? 1 : 0;
  }
  return values;
}

/** The reason of the allocation travels beside its number. */
function metaOf(name: string, { status, decision }: Point): Record<string, string> | null {
  if (name === 'status') return { status };
  if (!decision) return null;
  const { reason, outlook } = decision;
  if (name === 'outlook') return { outlook, sentence: reason.sentence };
  return name === 'cpus' ? { reason: reason.code, sentence: reason.sentence } : null;
}
