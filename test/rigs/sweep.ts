import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach } from 'node:test';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { eventBridgeSchedules } from '../../lib/aws/schedules.ts';
import { sweepStore } from '../../lib/compose/sweeping.ts';
import type { Job } from '../../lib/job/job.ts';
import type { JobProgress } from '../../lib/job/progress.ts';
import type { Log } from '../../lib/ports/environment.ts';
import type { Framework, FrameworkJob } from '../../lib/ports/framework.ts';
import { encodeState } from '../../lib/store/codec.ts';
import { jobsTable } from '../../lib/store/jobs-table.ts';
import { keyOf } from '../../lib/store/keys.ts';
import { listing, listJobs } from '../../lib/store/listing.ts';
import { recurringJobs } from '../../lib/store/recurring/recurring-jobs.ts';
import type { Table } from '../../lib/store/table.ts';
import { sweep } from '../../lib/sweep/sweep.ts';
import type { SweepDeps } from '../../lib/sweep/sweep-deps.ts';
import type { Swept } from '../../lib/sweep/sweeping.ts';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { localAws } from '../../local/local-aws.ts';
import { createScheduleGroup } from '../../local/scheduler/create-schedule-group.ts';
import { startScheduler } from '../../local/scheduler/start-scheduler.ts';
import { startRig as startStoreRig } from '../contract/store/rig.ts';
import { jobForTests } from './job.ts';

const dayMs = 86_400_000;
/** Sixty times faster than the clock: the schedules tick once a second. */
const timeScale = 60;

/** The embedded table and the local scheduler, which a sweep finds three days after its jobs were launched. */
export async function startSweepRig() {
  const directory = mkdtempSync(join(tmpdir(), 'pacer-sweep-'));
  const ticks: string[] = [];
  const scheduler = await startScheduler({
    directory: join(directory, 'scheduler'),
    timeScale,
    invoke: async (_, input) => void ticks.push(JSON.parse(input).jobId),
  });
  Object.assign(
    process.env,
    localAws.environment({ dynamodb: '', lambda: '', events: '', scheduler: scheduler.url }),
  );
  await createScheduleGroup(scheduler.url);
  const engine = { name: 'the embedded engine', missing: false as const, returnsRefusedItem: false };
  const tables = await startStoreRig({ ...engine, start: () => startDynamoDb(join(directory, 'table')) });
  const schedules = eventBridgeSchedules({
    group: localAws.scheduleGroup,
    created: {
      evaluateArn: () => localAws.functionArn('EvaluateFunction'),
      roleArn: localAws.resolve('ScheduleRole.Arn'),
      deadLettersArn: localAws.resolve('ScheduleDeadLetters.Arn'),
      tickMinutes: 1,
    },
  });
  return {
    /** The ids of the jobs whose schedules ticked. */
    ticks,
    schedules,
    /** Commands that were sent to the table. */
    sent: tables.sent,
    stack: async () => newStack(await tables.emptyTable(), schedules),
    /** When each schedule ends, in epoch milliseconds, by the id of its job. */
    scheduled(): Map<string, number> {
      const path = join(directory, 'scheduler', 'schedules.json');
      const kept: { Name: string; EndDate: number }[] = JSON.parse(readFileSync(path, 'utf8')).schedules;
      return new Map(kept.map(({ Name, EndDate }) => [Name.replace('job-', ''), EndDate * 1000]));
    },
    async close() {
      await scheduler.close();
      await tables.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export type SweepRig = Awaited<ReturnType<typeof startSweepRig>>;
export type SweptStack = Awaited<ReturnType<SweepRig['stack']>>;

/** A table of its own, and what a sweep of it finds in the framework that all stacks share. */
async function newStack(emptyTable: Table, schedules: SweepDeps['schedules']) {
  const clock = { now: Date.now() + 3 * dayMs };
  const table = { ...emptyTable, now: () => clock.now };
  const store = jobsTable(table);
  const said: { message: string; fields: Record<string, unknown> }[] = [];
  const say: Log['info'] = (message, fields) => void said.push({ message, fields });
  const listed: FrameworkJob[] = [];
  /** The schedules of recurring jobs that there are, by their names. */
  const recurringMade = new Set<string>();
  const madeOnce = async (name: string) => {
    const isNew = !recurringMade.has(name);
    recurringMade.add(name);
    return isNew;
  };
  const recurringSchedules: SweepDeps['recurringSchedules'] = {
    create: ({ scheduleId }) => madeOnce(scheduleId),
    createRetry: (_, pendingId) => madeOnce(`retry of ${pendingId}`),
  };
  const framework: Pick<Framework, 'listJobs'> = { listJobs: async () => listed };
  const deps: SweepDeps = {
    store: sweepStore(table),
    schedules,
    recurring: recurringJobs(table),
    recurringSchedules,
    tickMinutes: 1,
    now: () => clock.now,
    frameworkOf: () => framework as Framework,
    log: { info: say, warn: say, error: say },
  };
  /** A job that was launched three days ago and last evaluated so many minutes ago. */
  const job = async (minutesAgo: number, progress: Partial<JobProgress> = {}): Promise<Job> => {
    const evaluatedAt = clock.now - minutesAgo * 60_000;
    const made = jobOf({ ...progress, evaluatedAt });
    await store.create(made);
    return made;
  };
  return {
    table,
    store,
    deps,
    clock,
    said,
    listed,
    recurringMade,
    job,
    /** An ended job; `clean` when nothing is left to do for it. */
    async endedJob(minutesAgo: number, { clean }: { clean: boolean }): Promise<Job> {
      const made = await job(minutesAgo);
      const progress = { ...made.progress, status: 'COMPLETED' as const, lastPointAt: clock.now - dayMs };
      await store.save(made, { progress, point: null, foldedRuns: [] });
      if (clean) await store.markClean(made.spec.jobId);
      return made;
    },
  };
}

function jobOf(progress: Partial<JobProgress>): Job {
  const launched = Date.now();
  return {
    ...jobForTests,
    inbox: {},
    deadlineAt: launched + 3_600_000,
    spec: { ...jobForTests.spec, jobId: ulid() },
    progress: { ...jobForTests.progress, ...progress },
  };
}

/** Puts so many live jobs into the table, evaluated now, in a few writes. */
export async function fill(
  { table, clock }: Pick<SweptStack, 'table' | 'clock'>,
  count: number,
): Promise<void> {
  const items = Array.from({ length: count }, () => {
    const job = jobOf({ evaluatedAt: clock.now });
    const { jobId } = job.spec;
    return { ...keyOf.state(jobId), ...encodeState(job), listing: listing('active', jobId), jobId };
  });
  for (let i = 0; i < items.length; i += 25) {
    const puts = items.slice(i, i + 25).map((Item) => ({ PutRequest: { Item } }));
    await table.client.send(new BatchWriteCommand({ RequestItems: { [table.tableName]: puts } }));
  }
}

/** The cluster of the jobs that a rig makes. */
export const cluster = { cluster: 'default', framework: 'chronos' } as const;

/** A sweep with the time that the function has. */
export function sweepOf({ deps, clock }: SweptStack): Promise<Swept> {
  return sweep(deps, clock.now + 45_000);
}

/** What a sweep finds; nothing but what is given. */
export function found(change: Partial<Swept>): Swept {
  return {
    jobs: 0,
    silent: 0,
    schedulesMade: 0,
    partsLeft: 0,
    clustersRead: 0,
    leftovers: 0,
    unknown: 0,
    recurring: 0,
    failures: 0,
    ...change,
  };
}

/** The fields of the log lines with that message. */
export function linesOf({ said }: SweptStack, message: string): Record<string, unknown>[] {
  return said.filter((line) => line.message === message).map(({ fields }) => fields);
}

/** The ids of the jobs that are listed in that state. */
export async function listed({ table }: SweptStack, state: 'ending' | 'finished'): Promise<string[]> {
  return (await listJobs(table, { listed: state, before: null, limit: 100 })).jobs.map(
    ({ spec }) => spec.jobId,
  );
}

/** One rig for all tests of the calling file, and an empty stack for each of them. */
export function sweepRigOfFile(): { rig: SweepRig; stack: SweptStack } {
  const made = {} as { rig: SweepRig; stack: SweptStack };
  before(async () => {
    made.rig = await startSweepRig();
  });
  after(() => made.rig.close());
  beforeEach(async () => {
    made.stack = await made.rig.stack();
  });
  return made;
}
