import { once } from 'node:events';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { HttpFaultRule } from '../http-faults.ts';
import type { MesosCluster } from '../mesos/cluster.ts';
import { type Observed, recorder } from '../mesos/observed.ts';
import { type TaskFaults, taskFaults } from '../mesos/task-faults.ts';
import type { Credentials } from './answer-request.ts';
import type { Chronos, Timing } from './chronos.ts';
import type { ChronosVersion } from './dialect.ts';
import { dialects } from './dialects.ts';
import { chronosServer } from './http-server.ts';
import { type ChronosJob, isScheduled } from './job.ts';
import { takeOffers } from './run-jobs.ts';
import { runQueue } from './run-queue.ts';
import { loadState, saveState } from './state-file.ts';
import { updateTask } from './task-updates.ts';

/**
 * `offerIntervalMs`: how often Mesos offers resources, so how soon a queued run starts. `createDelayMs`: how long 3.x does not
 * know a job that it accepted. `failureRetryMs`: the pause before a retry. `scheduleHorizonMs`: how far ahead 2.x plans.
 * `killGraceMs`: what a killed task gets to end by itself.
 */
export type ChronosOptions = Partial<Timing> & {
  cluster: MesosCluster;
  version: ChronosVersion;
  /** Where jobs are kept over a restart. */
  directory: string;
  /** Any free one if not given. */
  port?: number;
  /** Every request must carry them if given. */
  credentials?: Credentials;
};

export type ChronosFaults = Pick<TaskFaults, 'forNextTasks'> & {
  /** What goes wrong with requests; nothing, while it is undefined. */
  http: HttpFaultRule | undefined;
};

export type RunningChronos = {
  readonly url: string;
  readonly faults: ChronosFaults;
  readonly observed: Observed;
  /** Stops serving and scheduling. Tasks go on; they end with the cluster. */
  close(): Promise<void>;
};

/**
 * A Chronos simulator: a single leader with the API and the scheduling of a version, on a Mesos cluster in small. Files to fetch,
 * constraints, mails and followers are accepted or shown where the API has them, and have no effect.
 */
export async function startChronos(options: ChronosOptions): Promise<RunningChronos> {
  const chronos = createChronos(options, join(options.directory, 'chronos.json'));
  const faults: ChronosFaults = { http: undefined, forNextTasks: chronos.faults.forNextTasks };
  const server = chronosServer(chronos, {
    credentials: options.credentials,
    faultFor: (request) => faults.http?.(request),
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const unsubscribe = options.cluster.subscribe((status) => updateTask(chronos, status));
  const offers = setInterval(() => takeOffers(chronos, Date.now()), chronos.timing.offerIntervalMs);
  const close = async () => {
    clearInterval(offers);
    unsubscribe();
    chronos.pending.clear();
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { url: urlOf(server), faults, observed: chronos.observed, close };
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

/** Takes over from the leader before: jobs and counters are kept, the queue, the states and the statistics are not. */
function createChronos(options: ChronosOptions, path: string): Chronos {
  const { cluster, version } = options;
  const timing = timingOf(options);
  const dialect = dialects[version];
  const jobs = new Map<string, ChronosJob>();
  const chronos: Chronos = {
    dialect,
    cluster,
    timing,
    jobs,
    pending: new Map(),
    tasks: new Map(),
    strays: new Set(),
    queue: runQueue(),
    queued: new Set(),
    retries: [],
    timetable: dialect.timetable({ jobs, scheduleHorizonMs: timing.scheduleHorizonMs }),
    endedParents: new Map(),
    durationsMs: new Map(),
    faults: taskFaults(),
    observed: recorder(),
    persist: () => saveState(path, storedState(chronos)),
  };
  restore(chronos, path);
  return chronos;
}

const storedState = ({ jobs, pending, tasks, strays }: Chronos) => ({
  jobs: [...jobs.values(), ...pending.values()],
  taskIds: [...tasks.keys(), ...strays],
});

function restore(chronos: Chronos, path: string): void {
  const { jobs, taskIds } = loadState(path);
  const now = Date.now();
  for (const job of jobs) {
    chronos.jobs.set(job.name, isScheduled(job) ? chronos.timetable.accept(job, 'created', now) : job);
  }
  const stillActive = new Set(chronos.cluster.tasks().map(({ id }) => id));
  for (const taskId of taskIds) {
    chronos.strays.add(taskId);
    if (!stillActive.has(taskId)) updateTask(chronos, { taskId, state: 'TASK_LOST' });
  }
}

const timingOf = (options: Partial<Timing>): Timing => ({
  offerIntervalMs: options.offerIntervalMs ?? 1000,
  createDelayMs: options.createDelayMs ?? 200,
  failureRetryMs: options.failureRetryMs ?? 60_000,
  scheduleHorizonMs: options.scheduleHorizonMs ?? 60_000,
  killGraceMs: options.killGraceMs ?? 3000,
});
