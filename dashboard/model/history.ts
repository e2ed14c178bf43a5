import { howMany, lengthOfTime } from '../../lib/control/wording.ts';
import { at, type ShownJob } from './shown.ts';
import { type Standing, standingOf } from './standing.ts';

/** One run of a name beside the others. */
export interface PastJob {
  jobId: string;
  launchedAt: number;
  /** From the launch to the end, or to now. */
  seconds: number;
  /** From the launch to the deadline. */
  allowedSeconds: number;
  coreSeconds: number;
  completed: number;
  iterations: number;
  standing: Standing;
}

/** The jobs of a name, the one that was launched last first. */
export function historyOf(jobs: readonly ShownJob[], now: number): PastJob[] {
  const past = jobs.map((job) => ({
    jobId: job.jobId,
    launchedAt: at(job.launchedAt),
    seconds: ((job.finishedAt ? at(job.finishedAt) : now) - at(job.launchedAt)) / 1000,
    allowedSeconds: (at(job.deadlineAt) - at(job.launchedAt)) / 1000,
    coreSeconds: job.coreSeconds,
    completed: job.completed,
    iterations: job.iterations,
    standing: standingOf(job, now),
  }));
  return past.sort((a, b) => b.launchedAt - a.launchedAt);
}

export function historyInWords(past: readonly PastJob[]): string {
  const ended = past.filter(({ standing }) => standing === 'met' || standing === 'late');
  if (ended.length === 0) return `${howMany(past.length, 'job')}, none of them completed.`;
  const met = ended.filter(({ standing }) => standing === 'met').length;
  const mean = (value: (one: PastJob) => number) =>
    ended.reduce((sum, one) => sum + value(one), 0) / ended.length;
  const took = lengthOfTime(mean(({ seconds }) => seconds));
  const cost = mean(({ coreSeconds }) => coreSeconds).toFixed(1);
  return `${howMany(past.length, 'job')}; ${met} of ${ended.length} completed ones met their deadline. On average they took ${took} and held ${cost} core-seconds.`;
}
