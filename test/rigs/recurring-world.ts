import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { startOccurrence } from '../../lib/commands/recurring/occurrence-event.ts';
import type { RecurringDeps } from '../../lib/commands/recurring/recurring-deps.ts';
import { ConflictError } from '../../lib/job/errors.ts';
import type { Job } from '../../lib/job/job.ts';
import type { RecurringJob } from '../../lib/recurring/recurring-job.ts';
import { jobsTable } from '../../lib/store/jobs-table.ts';
import { recurringJobs } from '../../lib/store/recurring/recurring-jobs.ts';
import type { Table } from '../../lib/store/table.ts';
import { type Command, dynamodb } from '../simulation/table/engine.ts';
import { aJob, aSpec } from './builders.ts';
import { evaluation } from './evaluation.ts';
import { noon } from './progress.ts';
import { recurringForTests } from './recurring.ts';

const { jobId, reportUrl, launchedAt, launchedBy, scheduledAt, ...spec } = aSpec();

/** What is done before each call of the table and of EventBridge. It may wait, or throw, as a process that dies. */
type Before = (isWrite: boolean, act: () => Promise<unknown>) => Promise<unknown>;

const usual: Before = (_, act) => act();

/** A recurring job in a table in memory, on a cluster that does not answer, with the schedules that there are. */
export function recurringWorld(change: Partial<RecurringJob> = {}) {
  const world = { now: noon, credentials: true, broken: '', callbackBaseUrl: '', ids: 0 };
  const engine = dynamodb(() => {});
  const schedules = new Set<string>();
  const said: string[] = [];
  const problems: unknown[] = [];
  const tableOf = (before: Before): Table => {
    const isWrite = ({ constructor: { name } }: Command) => !/^(Get|Query|BatchGet)/.test(name);
    const client = {
      send: (command: Command) => before(isWrite(command), async () => engine.send(command)),
      config: {},
    };
    return { tableName: 'jobs', now: () => world.now, client: client as unknown as DynamoDBDocumentClient };
  };
  const table = tableOf(usual);
  const recurring: RecurringJob = { ...recurringForTests, spec, ...change };
  const { deps } = evaluation({ first: aJob(), observe: () => ({ known: false, problem: 'down' }) });

  const depsOf = (before: Before): RecurringDeps => {
    const reached = tableOf(before);
    const made = async (name: string) => {
      await before(true, async () => schedules.add(name));
      return true;
    };
    const removed = async (name: string) => void (await before(true, async () => schedules.delete(name)));
    const say = (message: string, of?: Record<string, unknown>) => {
      said.push(message);
      problems.push(of?.problem);
    };
    return {
      ...deps,
      now: () => world.now,
      // Nobody evaluates: what a launch stores stays as it is.
      store: { ...jobsTable(reached), takeLease: async () => false },
      sleep: async () => {
        world.now += 10_000;
      },
      schedules: { create: made, extend: async () => {}, remove: removed },
      log: { info: () => {}, warn: say, error: say },
      checkDefinition: () => ({ ...spec, cpus: 1, adjustments: [] }),
      checkCluster: async () => {
        if (world.broken) throw new Error(world.broken);
        if (!world.credentials) throw new ConflictError('no-credentials', 'No credentials are kept.');
      },
      noteCluster: async () => {},
      claimIdempotencyKey: async (_, claim) => claim,
      newJobId: () => ulid(world.now + world.ids++),
      callbackToken: async () => 'token',
      recurring: recurringJobs(reached),
      recurringSchedules: {
        create: ({ scheduleId }) => made(scheduleId),
        remove: removed,
        createRetry: (_, pendingId) => made(`retry ${pendingId}`),
        removeRetry: (pendingId) => removed(`retry ${pendingId}`),
      },
      callbackBaseUrl: world.callbackBaseUrl,
      cancel: async () => {},
    };
  };

  const name = { cluster: spec.cluster, framework: spec.framework, name: spec.name };
  const stored = async () => {
    const found = await recurringJobs(table).load(name);
    if (!found) throw new Error('The recurring job is gone.');
    return found;
  };
  return {
    world,
    table,
    schedules,
    said,
    problems,
    begin: () => recurringJobs(table).create(recurring),
    depsOf,
    stored,
    /** EventBridge tells of a start, of its schedule or of another one. */
    due: (at: number, before = usual, scheduleId = recurring.scheduleId) => {
      const due = { scheduleId, scheduledAt: new Date(at).toISOString() };
      return startOccurrence(depsOf(before), { recurring: name, due });
    },
    /** The schedule of a pending occurrence ticks, as long as there is one; a sweep makes it where it is missing. */
    async retry(): Promise<void> {
      const { pending } = await stored();
      if (pending) await startOccurrence(depsOf(usual), { recurring: name, due: { pendingId: pending.id } });
    },
    /** The ids of the jobs that are stored. */
    jobs: () =>
      [...engine.items.values()]
        .filter(({ sk, tokenHash }) => sk === 'STATE' && tokenHash !== undefined)
        .map(({ pk }) => String(pk).slice('JOB#'.length)),
    /** What somebody is to be told of. */
    outbox: () => [...engine.items.values()].filter(({ outcome }) => outcome !== undefined),
    /** A job of the name ends and leaves its framework. */
    async retire(id: string): Promise<void> {
      const store = jobsTable(table);
      const job = (await store.load(id)) as Job;
      const progress = { ...job.progress, status: 'COMPLETED' as const };
      await store.save(job, { progress, point: null, foldedRuns: [] });
      await store.markRetired(id);
      await store.releaseName(job.spec);
    },
  };
}

/** A process that dies at its nth write, or right after it: from then on it does nothing. */
export function dyingAt(nth: number, isDone: boolean): Before {
  let writes = 0;
  return async (isWrite, act) => {
    if (isWrite) writes++;
    const isDead = writes > nth || (writes === nth && isWrite);
    if (isDead && !(writes === nth && isWrite && isDone)) throw new Error('dead');
    const result = await act();
    if (isDead) throw new Error('dead');
    return result;
  };
}
