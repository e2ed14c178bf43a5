import type { Point } from '../job/job.ts';
import type { Transition } from '../job/progress.ts';
import type { BusEvent, ToldSpec } from '../ports/telling.ts';

/** Of the events; a consumer that needs a field of a later version looks at it. It goes up when a field changes or goes. */
export const schemaVersion = 1;

const detailTypes: Record<Transition, string> = {
  launched: 'Job Launched',
  'at-risk': 'Job At Risk',
  'cannot-be-met': 'Job Deadline Cannot Be Met',
  recovered: 'Job Recovered',
  late: 'Job Late',
  completed: 'Job Completed',
  failed: 'Job Failed',
  cancelled: 'Job Cancelled',
};

const iso = (at: number) => new Date(at).toISOString();

/**
 * The events of a point, in the order of its transitions. They depend only on items that are never rewritten, so an event
 * that is sent twice has the same content both times. Its id is unique.
 */
export function jobEvents(spec: ToldSpec, point: Point, stack: string): BusEvent[] {
  return point.transitions.map((transition) => ({
    source: 'pacer',
    detailType: detailTypes[transition],
    time: point.at,
    detail: {
      version: schemaVersion,
      id: `${spec.jobId}-${point.at}-${transition}`,
      transition,
      at: iso(point.at),
      stack,
      ...factsOf(spec),
      ...stateOf(point),
    },
  }));
}

function factsOf({ jobId, name, framework, cluster, launchedBy, scheduledAt }: ToldSpec) {
  return {
    jobId,
    name,
    framework,
    cluster,
    launchedBy,
    scheduledAt: scheduledAt === null ? null : iso(scheduledAt),
  };
}

function stateOf(point: Point) {
  const { status, completed, remaining, cpus, coreSeconds, deadlineAt, finishedAt, decision, ended } = point;
  return {
    status,
    // They may have been changed since the launch.
    iterations: completed + remaining,
    completed,
    cpus,
    coreSeconds,
    deadlineAt: iso(deadlineAt),
    forecast: ended || !decision ? null : forecastOf(decision),
    finishedAt: finishedAt === undefined ? null : iso(finishedAt),
    onTime: status === 'COMPLETED' && finishedAt !== undefined ? finishedAt <= deadlineAt : null,
    reason: ended?.reason ?? decision?.reason.code ?? null,
    sentence: ended?.sentence ?? decision?.reason.sentence ?? null,
    cancelledBy: ended?.cancelledBy ?? null,
  };
}

function forecastOf({ forecast: { finishAt, onTimeProbability } }: NonNullable<Point['decision']>) {
  const { p10, p50, p90 } = finishAt;
  return { finishAt: { p10: iso(p10), p50: iso(p50), p90: iso(p90) }, onTimeProbability };
}
