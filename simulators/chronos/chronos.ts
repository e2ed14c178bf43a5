import type { Clock } from '../clock.ts';
import type { Recorder } from '../mesos/observed.ts';
import type { TaskCluster } from '../mesos/simulated-cluster.ts';
import type { TaskStatus } from '../mesos/task.ts';
import type { TaskFaults } from '../mesos/task-faults.ts';
import type { Dialect } from './dialect.ts';
import type { ChronosJob } from './job.ts';
import type { RunQueue } from './run-queue.ts';
import type { RunRequest } from './task-id.ts';
import type { Timetable } from './timetable.ts';
import type { Races, Timing } from './timing.ts';

/** A launched task that has not ended; `awaitsCallback` once an asynchronous one has, whose result is still to be reported. */
export type ActiveTask = { jobName: string; isRunning: boolean; awaitsCallback: boolean };

/** The last end of a run: when, and whether the scheduler then walks the graph from the job on, as it does after a success. */
export type RunEnd = { at: number; walksGraph: boolean };

/** All that a Chronos leader holds in memory. Times are in ms since 1970. */
export type Chronos = {
  readonly dialect: Dialect;
  readonly cluster: TaskCluster;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly races: Races;
  readonly jobs: Map<string, ChronosJob>;
  /** Jobs that are stored and not yet known to the scheduler. */
  readonly pending: Map<string, ChronosJob>;
  /** Names that can be looked up and are not in the graph any more: in no list, and impossible to delete. */
  readonly zombies: Set<string>;
  readonly tasks: Map<string, ActiveTask>;
  /** Tasks of an earlier leader, or whose start is not understood: they count for nothing until their status arrives. */
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
  readonly lastEnds: Map<string, RunEnd>;
  readonly lastLaunches: Map<string, number>;
  readonly lastDeletions: Map<string, number>;
  /** Once an exception has escaped a callback, nothing is launched and no status is heard any more; nor while nobody leads. */
  driver: 'active' | 'aborted' | 'absent';
  /** What nobody was there to hear; Mesos says it again to the next leader. */
  readonly unheard: Pick<TaskStatus, 'taskId' | 'state'>[];
  /** Until then Mesos offers nothing, because its last offer was declined. */
  offersRefusedUntil: number;
  /** Until then no node leads, and those that are asked fail. */
  leaderlessUntil: number;
  readonly faults: TaskFaults;
  readonly observed: Recorder;
  persist(): void;
};

/** Tasks of a job that keep a second run of it from starting. */
export const activeTasks = (chronos: Chronos, jobName: string): string[] =>
  [...chronos.tasks].flatMap(([id, task]) => (task.jobName === jobName && !task.awaitsCallback ? [id] : []));

/** The jobs in the graph: what lists show. */
export const listedJobs = ({ jobs, zombies }: Chronos): ChronosJob[] =>
  [...jobs.values()].filter(({ name }) => !zombies.has(name));

/** The server keeps the order of a hash set; this one is as arbitrary, and stable. */
export function inHashOrder(jobs: readonly ChronosJob[]): ChronosJob[] {
  const digest = ({ name }: ChronosJob) =>
    [...name].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 997, 7);
  return jobs.toSorted((a, b) => digest(a) - digest(b));
}
