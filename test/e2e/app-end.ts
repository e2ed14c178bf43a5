import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import type { DetailView } from '../../lib/api/job-view.ts';
import { ended, leavesNothing } from './job-end.ts';
import { jobRequest } from './job-request.ts';
import type { MarathonCluster } from './marathon-cluster.ts';
import type { Rig } from './rig.ts';

export interface AppRequestOptions {
  name: string;
  command?: string;
  app?: Record<string, unknown>;
  [field: string]: unknown;
}

/** A launch request of a Marathon app on the cluster of its name. */
export function appRequest({ name, command = 'sleep 0.2', app = {}, ...rest }: AppRequestOptions) {
  const { job: _, ...request } = jobRequest({ name });
  const container = { type: 'DOCKER', docker: { image: 'debian:stable-slim' } };
  const job = { id: name, cmd: command, cpus: 1, mem: 32, container, ...app };
  return { ...request, framework: 'marathon', cluster: name, job, ...rest };
}

/** Launches an app that must be taken; resolves to its job's id. */
export async function launchedApp({ api }: Rig, options: AppRequestOptions): Promise<string> {
  const { status, json, text } = await api.launch(appRequest(options));
  assert.equal(status, 201, text);
  return String(json?.jobId);
}

/** A command that notes each of its runs in a file, and how often it began and ended since. */
export function noting(file: string, work: string) {
  const count = (word: string) =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line === word).length
      : 0;
  return {
    command: `echo begun >>${file}; ${work}; echo ended >>${file}`,
    begun: () => count('begun'),
    ended: () => count('ended'),
  };
}

/** Every iteration was worked at to its end, and no run was made again but those that a restart may have ended, at any moment. */
export function workedOnce(
  work: ReturnType<typeof noting>,
  { iterations, name }: DetailView,
  cluster: MarathonCluster,
): void {
  const restarts = cluster.marathon().observed.launches(name) - 1;
  assert.ok(work.ended() >= iterations, `only ${work.ended()} runs ended`);
  assert.ok(work.begun() <= iterations + restarts, `${work.begun()} runs began with ${restarts} restarts`);
}

export interface Expected {
  failures?: number;
  status?: DetailView['status'];
}

/** Waits for the end of an app's job and checks that no two tasks ever ran at a time, and that nothing is left behind. */
export async function appEnds(
  rig: Rig,
  cluster: MarathonCluster,
  jobId: string,
  { failures = 0, status = 'COMPLETED' }: Expected = {},
): Promise<DetailView> {
  const job = await ended(rig, jobId);
  assert.equal(job.status, status, job.finishSentence);
  assert.equal(job.failures, failures, `failures: ${job.problem ?? job.finishSentence}`);
  if (status === 'COMPLETED') assert.equal(job.completed, job.iterations);
  await leavesNothing(rig, cluster, job);
  assert.ok(cluster.marathon().observed.maximumConcurrentTasks(job.name) <= 1, 'two tasks overlapped');
  return job;
}
