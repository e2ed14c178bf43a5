import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { sweepStore } from '../../lib/compose/sweeping.ts';
import { laws } from '../../lib/control/laws.ts';
import { evaluateJob } from '../../lib/evaluate/evaluate-job.ts';
import type { Job } from '../../lib/job/job.ts';
import type { Framework } from '../../lib/ports/framework.ts';
import { encodeState } from '../../lib/store/codec.ts';
import { jobsTable } from '../../lib/store/jobs-table.ts';
import { keyOf } from '../../lib/store/keys.ts';
import { listing, listJobs } from '../../lib/store/listing.ts';
import { recurringJobs } from '../../lib/store/recurring/recurring-jobs.ts';
import { reports } from '../../lib/store/reports.ts';
import type { Table } from '../../lib/store/table.ts';
import { sweep } from '../../lib/sweep/sweep.ts';
import { jobForTests } from '../../test/rigs/job.ts';

const samples = 40;
const hourMs = 3_600_000;
const writesAtOnce = 8;

/** Puts so many live jobs into the table, just evaluated; resolves to some of them. */
export async function fillTable(table: Table, count: number): Promise<Job[]> {
  const some: Job[] = [];
  for (let made = 0; made < count; ) {
    const batches = Array.from({ length: writesAtOnce }, (_, i) => Math.min(12, count - made - i * 12));
    const jobs = batches
      .filter((size) => size > 0)
      .map((size) => Array.from({ length: size }, () => newJob(table)));
    await Promise.all(jobs.map((batch) => put(table, batch)));
    some.push(...jobs.flat().slice(0, samples));
    made += jobs.flat().length;
  }
  return some.slice(0, samples + 1);
}

function newJob({ now }: Table): Job {
  const jobId = ulid();
  return {
    ...jobForTests,
    inbox: {},
    deadlineAt: now() + hourMs,
    spec: { ...jobForTests.spec, jobId, name: `job-${jobId}` },
    progress: {
      ...jobForTests.progress,
      evaluatedAt: now(),
      scheduleEndsAt: now() + 100 * hourMs,
      forgottenUpTo: 0,
      recentRuns: {},
    },
  };
}

async function put({ client, tableName }: Table, jobs: readonly Job[]): Promise<void> {
  const puts = jobs.flatMap((job) => {
    const { jobId } = job.spec;
    const state = { ...keyOf.state(jobId), ...encodeState(job), listing: listing('active', jobId), jobId };
    return [{ ...keyOf.spec(jobId), ...job.spec }, state].map((Item) => ({ PutRequest: { Item } }));
  });
  await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: puts } }));
}

/** What is done for a job, and for all of them. */
export function operations(table: Table, jobs: readonly Job[], sweepTimes: number) {
  const idOf = (time: number) => jobs[time + 1]?.spec.jobId ?? '';
  return [
    { name: 'report', times: samples, act: (time: number) => report(table, idOf(time)) },
    { name: 'evaluation', times: samples, act: (time: number) => evaluate(table, idOf(time)) },
    {
      name: 'page of the list',
      times: samples,
      act: () => listJobs(table, { listed: 'active', before: null, limit: 50 }),
    },
    { name: 'sweep', times: sweepTimes, act: () => sweepAll(table) },
  ];
}

function report(table: Table, jobId: string): Promise<unknown> {
  const ended = { run: 'ct:1:0:job:', exitCode: 0, startedAt: 1, finishedAt: 2 };
  return reports(table).recordReport(jobId, jobForTests.tokenHash, 'ct:1:0:job:', ended);
}

const quiet = () => {};
const log = { info: quiet, warn: quiet, error: quiet };
/** All that is asked here of a framework, which has other benchmarks. */
const silentFramework = {
  observe: async () => ({ known: false, problem: 'It is not asked here.' }),
  listJobs: async () => [],
} as unknown as Framework;
const noSchedules = { create: async () => false, extend: async () => {}, remove: async () => {} };

function evaluate(table: Table, jobId: string): Promise<unknown> {
  const none = async () => true;
  return evaluateJob(
    {
      store: jobsTable(table),
      laws,
      frameworkOf: () => silentFramework,
      schedules: noSchedules,
      monitoring: () => ({
        sendMetrics: none,
        reconcileAlarm: none,
        reportConcerns: none,
        measureCpuUse: none,
      }),
      log,
      newHolder: ulid,
      now: table.now,
      sleep: async () => {},
    },
    jobId,
    'tick',
  );
}

function sweepAll(table: Table): Promise<unknown> {
  return sweep(
    {
      store: sweepStore(table),
      schedules: noSchedules,
      recurring: recurringJobs(table),
      recurringSchedules: { create: async () => false, createRetry: async () => false },
      tickMinutes: 1,
      now: table.now,
      frameworkOf: () => silentFramework,
      log,
    },
    Number.POSITIVE_INFINITY,
  );
}
