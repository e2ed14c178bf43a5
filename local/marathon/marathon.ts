import type { MesosCluster } from '../mesos/cluster.ts';
import type { TaskFaults } from '../mesos/task-faults.ts';
import type { AppDefinition } from './app.ts';
import type { AppTask, TaskFailure } from './app-task.ts';
import type { Deployment } from './deployment.ts';
import type { Events } from './events.ts';
import type { LaunchDelay } from './launch-delay.ts';
import type { Recorder } from './observed.ts';
import type { OfferStats } from './offer-stats.ts';
import type { Slot } from './task-id.ts';

export type Timing = {
  offerIntervalMs: number;
  killGraceMs: number;
  scaleCheckIntervalMs: number;
  delayCheckIntervalMs: number;
};

/** What waits to be launched for one app; since: ms since 1970. */
export type QueueItem = { slots: Slot[]; readonly since: number; readonly offers: OfferStats };

/** All that a Marathon leader holds in memory. Maps are by app id where nothing else is said. */
export type Marathon = {
  readonly cluster: MesosCluster;
  readonly timing: Timing;
  readonly apps: Map<string, AppDefinition>;
  /** The definitions of each app so far, the present one last. */
  readonly versions: Map<string, AppDefinition[]>;
  /** By deployment id. */
  readonly deployments: Map<string, Deployment>;
  /** By task id. */
  readonly tasks: Map<string, AppTask>;
  readonly queue: Map<string, QueueItem>;
  /** By configuration. */
  readonly delays: Map<string, LaunchDelay>;
  readonly failures: Map<string, TaskFailure>;
  readonly faults: TaskFaults;
  readonly observed: Recorder;
  readonly events: Events;
  /** The time of a version: now, or the next millisecond that no version has. */
  nextVersion(): string;
  persist(): void;
};

export const tasksOf = ({ tasks }: Marathon, appId: string): AppTask[] =>
  [...tasks.values()].filter(({ app }) => app.id === appId);

export const deploymentsOf = ({ deployments }: Marathon, appId: string): Deployment[] =>
  [...deployments.values()].filter(({ affectedApps }) => affectedApps.includes(appId));
