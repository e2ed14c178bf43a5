import { percent } from '../../lib/control/wording.ts';
import type { ShownJob } from '../api/answers.ts';
import { besideDeadline, fromNow } from './span.ts';

type Forecasted = Pick<ShownJob, 'deadlineAt' | 'status' | 'forecast'> & {
  finishedAt?: string | undefined;
  pausedAt?: string | undefined;
};

/** When a job is expected to be done, or was, beside its deadline. */
export function forecastText(job: Forecasted, now: number): string {
  const { deadlineAt, finishedAt, pausedAt, status, forecast } = job;
  if (finishedAt && status !== 'COMPLETED') return `none: ${status}`;
  if (finishedAt) return `finished ${besideDeadline(finishedAt, deadlineAt)}`;
  const left = `deadline ${fromNow(deadlineAt, now)}`;
  if (pausedAt) return `${left}, no forecast: paused ${fromNow(pausedAt, now)}`;
  if (!forecast) return left;
  const chance = percent(forecast.onTimeProbability);
  return `${left}, forecast ${besideDeadline(forecast.finishAt.p50, deadlineAt)}, on time with ${chance}`;
}

/** The same in as few words as make sense. */
export function shortForecast(job: ShownJob, now: number): string {
  const { deadlineAt, finishedAt, forecast } = job;
  if (finishedAt || !forecast) return forecastText(job, now);
  return `${percent(forecast.onTimeProbability)} on time, ${fromNow(deadlineAt, now)}`;
}

/** Why the job has its cpus. */
export function reasonText({ reason, sentence }: { reason: string; sentence: string }): string {
  return `${reason}: ${sentence}`;
}
