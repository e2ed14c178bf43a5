import type { MesosCluster } from '../mesos/cluster.ts';
import type { Recorder } from '../mesos/observed.ts';
import type { TaskFaults } from '../mesos/task-faults.ts';
import type { Dialect } from './dialect.ts';
import type { ChronosJob } from './job.ts';
import type { RunQueue } from './run-queue.ts';
import type { RunRequest } from './task-id.ts';
import type { Timetable } from './timetable.ts';

/** A launched task that has not ended; `awaitsCallback` once an asynchronous one has, whose result is still to be reported. */
export type ActiveTask = { jobName: string; isRunning: boolean; awaitsCallback: boolean };

export type Timing = {
  offerIntervalMs: number;
  createDelayMs: number;
  failureRetryMs: number;
  scheduleHorizonMs: number;
  killGraceMs: number;
};

/** All that a Chronos leader holds in memory. Times are in ms since 1970. */
export type Chronos = {
  readonly dialect: Dialect;
  readonly cluster: MesosCluster;
  readonly timing: Timing;
  readonly jobs: Map<string, ChronosJob>;
  /** Jobs that are stored and not yet known to the scheduler. */
  readonly pending: Map<string, ChronosJob>;
  readonly tasks: Map<string, ActiveTask>;
  /** Tasks of an earlier leader: they count for nothing until their status arrives. */
  readonly strays: Set<string>;
  readonly queue: RunQueue;
  /** Jobs that show as queued. */
  readonly queued: Set<string>;
  readonly retries: RunRequest[];
  readonly timetable: Timetable;
  /** The parents of each dependent job that ended since it was last queued. */
  readonly endedParents: Map<string, Set<string>>;
  /** How long the successful runs of each job took since this leader began, ms. */
  readonly durationsMs: Map<string, number[]>;
  readonly faults: TaskFaults;
  readonly observed: Recorder;
  persist(): void;
};

/** Tasks of a job that keep a second run of it from starting. */
export const activeTasks = (chronos: Chronos, jobName: string): string[] =>
  [...chronos.tasks].flatMap(([id, task]) => (task.jobName === jobName && !task.awaitsCallback ? [id] : []));
