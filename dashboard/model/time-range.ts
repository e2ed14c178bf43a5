import { at, type DetailedJob } from './shown.ts';

/** The time that the plots of a job share, epoch milliseconds; of a simulated job, milliseconds from its start. */
export interface TimeRange {
  from: number;
  until: number;
  /** The job ran on no clock: its axis counts seconds from 0. */
  isSimulated?: boolean;
  /** Whether the forecast goes on beyond it. */
  isCut: boolean;
}

/** At most this many times the time to the deadline (or to now, if that is later) is drawn. */
const mostStretch = 2.5;
const margin = 0.03;

/** From the launch, or the first evaluation that is known, to the deadline, the forecast and the end. */
export function timeRangeOf(job: DetailedJob, now: number): TimeRange {
  const [first] = job.points;
  const from = isComplete(job) || !first ? at(job.launchedAt) : at(first.at);
  const end = job.finishedAt ? at(job.finishedAt) : now;
  const least = Math.max(at(job.deadlineAt), end, ...job.points.slice(-1).map((point) => at(point.at)));
  const wanted = Math.max(least, job.forecast ? at(job.forecast.finishAt.p90) : 0);
  const most = from + mostStretch * (least - from);
  const until = Math.min(wanted, most);
  return { from, until: until + margin * (until - from), isCut: wanted > most };
}

/** Whether the points go back to the launch: a long job shows its last ones only. */
export function isComplete({ points }: DetailedJob): boolean {
  const [first] = points;
  return !first || first.completed === first.iterations.length;
}
