import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DetailView } from '../../lib/api/job-view.ts';
import { type JobRequestOptions, jobRequest } from './job-request.ts';
import type { Rig } from './rig.ts';
import { until } from './until.ts';
import type { AnyCluster, UserCluster } from './user-cluster.ts';

/** Launches a job that must be taken; resolves to its id. */
export async function launched({ api }: Rig, options: JobRequestOptions): Promise<string> {
  const { status, json, text } = await api.launch(jobRequest(options));
  assert.equal(status, 201, text);
  return String(json?.jobId);
}

/** The job once so many of its iterations are counted. */
export function completed({ api }: Rig, jobId: string, iterations: number): Promise<DetailView> {
  const look = async () => {
    const job = await api.show(jobId);
    return job.completed >= iterations ? job : undefined;
  };
  return until(look, { missing: () => `Job ${jobId} did not get to ${iterations} iterations.` });
}

/** Waits until the job's run is seen to run: from then on nothing of it changes by itself. */
export function running({ api }: Rig, jobId: string): Promise<true> {
  const look = async () => ((await api.show(jobId)).status === 'RUNNING' ? true : undefined);
  return until(look, { missing: () => `Job ${jobId} does not run.` });
}

/** The job when it has ended, in whatever way. */
export function ended({ api, lines }: Rig, jobId: string, timeoutMs = 240_000): Promise<DetailView> {
  const look = async () => {
    const job = await api.show(jobId);
    return job.finishedAt ? job : undefined;
  };
  const log = () =>
    lines
      .filter((line) => line.includes(jobId))
      .slice(-12)
      .join('\n');
  return until(look, { timeoutMs, missing: () => `Job ${jobId} did not end in time; at last:\n${log()}` });
}

export interface Expected {
  /** Runs that did not complete an iteration and that the job may count. */
  failures?: number;
  status?: DetailView['status'];
  /** Starts beyond one for each iteration. */
  extraLaunches?: number;
}

/** Waits for the end of a job and checks that each iteration was counted once and that nothing is left behind. */
export async function endsOnce(
  rig: Rig,
  cluster: UserCluster,
  jobId: string,
  { failures = 0, status = 'COMPLETED', extraLaunches = failures }: Expected = {},
): Promise<DetailView> {
  const job = await ended(rig, jobId);
  assert.equal(job.status, status, job.finishSentence);
  assert.equal(job.failures, failures, 'failures');
  if (status === 'COMPLETED') assert.equal(job.completed, job.iterations);
  const { observed } = cluster.chronos;
  assert.ok(observed.maximumConcurrentRuns(job.name) <= 1, 'two runs overlapped');
  const launches = observed.launches(job.name);
  const most = job.iterations + extraLaunches;
  assert.ok(launches <= most, `${launches} launches, and ${most} would have been enough`);
  if (status === 'COMPLETED') assert.ok(launches >= job.iterations, `only ${launches} launches`);
  await leavesNothing(rig, cluster, job);
  return job;
}

/**
 * Waits until nothing of the job is left in its framework, in the Scheduler and among the live jobs, and its metrics are complete.
 * It takes its time when a call to the framework got no answer: that may still be done for a minute and a half.
 */
export async function leavesNothing(rig: Rig, cluster: AnyCluster, job: DetailView): Promise<void> {
  let last = '';
  const left = async () => {
    last = (await firstLeft(rig, cluster, job)) ?? '';
    return last === '' ? true : undefined;
  };
  await until(left, { timeoutMs: 180_000, missing: () => `${job.name} left behind: ${last}` });
}

/** Something that is left, what is cheap to see first; null if nothing is. */
async function firstLeft(rig: Rig, cluster: AnyCluster, job: DetailView): Promise<string | null> {
  if (scheduled(rig).includes(`job-${job.jobId}`)) return 'the schedule';
  if (await cluster.knows(job.name)) return 'the job in its framework';
  const metrics = missingMetrics(await rig.api.show(job.jobId), cluster);
  if (metrics.length > 0) return metrics.join(', ');
  if ((await listed(rig, 'active')).includes(job.jobId)) return 'the place among active jobs';
  if ((await listed(rig, 'ending')).includes(job.jobId)) return 'the place among ending jobs';
  return (await listed(rig, 'finished')).includes(job.jobId) ? null : 'no place among finished jobs';
}

/** The names of the schedules that there are. */
function scheduled({ directory }: Rig): string[] {
  const { schedules } = JSON.parse(readFileSync(join(directory, 'scheduler', 'schedules.json'), 'utf8'));
  return schedules.map(({ Name }: { Name: string }) => Name);
}

async function listed({ api }: Rig, state: 'active' | 'ending' | 'finished'): Promise<string[]> {
  const { json, text } = await api.call(`/jobs?state=${state}&limit=100`);
  assert.ok(Array.isArray(json?.jobs), text);
  return json.jobs.map(({ jobId }) => jobId);
}

/** Each point and each iteration is one value, sent in their order. What was sent twice has the same instant and counts once. */
function missingMetrics({ jobId, points }: DetailView, { monasca }: AnyCluster): string[] {
  const sent = (metric: string) => {
    const all = monasca
      .received()
      .filter(({ name, dimensions }) => name === `pacer.${metric}` && dimensions.job_id === jobId);
    return [...new Map(all.map(({ timestamp, value }) => [timestamp, value]))];
  };
  const wanted = {
    remaining_iterations: points.map(({ at, remaining }) => [Date.parse(at), remaining]),
    iteration_duration_seconds: points.flatMap(({ at, iterations }) =>
      iterations.map(({ endedAt, durationSeconds }) => [
        Math.min(Date.parse(endedAt), Date.parse(at)),
        durationSeconds,
      ]),
    ),
  };
  return Object.entries(wanted).flatMap(([metric, values]) => {
    const [got, expected] = [JSON.stringify(sent(metric)), JSON.stringify(values)];
    return got === expected ? [] : [`${metric} ${got} in place of ${expected}`];
  });
}
