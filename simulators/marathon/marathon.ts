import type { MesosCluster } from '../mesos/cluster.ts';
import type { TaskFaults } from '../mesos/task-faults.ts';
import type { AppDefinition } from './app.ts';
import type { AppTask, TaskFailure } from './app-task.ts';
import type { Deployment } from './deployment.ts';
import type { Events } from './events.ts';
import type { LaunchDelay } from './launch-delay.ts';
import type { MarathonRecorder } from './observed.ts';
import type { OfferFilter } from './offer-filter.ts';
import type { OfferStats } from './offer-stats.ts';
import type { ReviveSlots } from './revive-slots.ts';
import type { StoppableClock } from './stoppable-clock.ts';
import type { Slot } from './task-id.ts';
import type { TaskNews } from './task-news.ts';

export type Timing = {
  /** How often Mesos offers resources, while it is asked to. */
  offerIntervalMs: number;
  /** How long a wish for offers takes to bring any that it can use. */
  offerLatencyMs: number;
  /** One call to revive or to suppress offers in so many ms; 0: offers never cease. */
  minReviveOffersIntervalMs: number;
  /** From the launch of a task to its first status, as while an image is pulled. */
  stagingMs: number;
  /** From there until it runs. */
  startingMs: number;
  /** What a killed task gets to end by itself, unless its app says. */
  killGraceMs: number;
  /** After so long a kill that was not answered is sent again. */
  killRetryIntervalMs: number;
  /** How often the number of tasks is put right. */
  scaleCheckIntervalMs: number;
  /** How often launch delays are looked through for those to forget. */
  delayCheckIntervalMs: number;
};

export type Settings = {
  maxRunningDeployments: number;
  /** Whether a task that was asked to end is shown as TASK_KILLING: a feature that is off by default. */
  showsKilling: boolean;
};

/** What waits to be launched for one app; since: ms since 1970. */
export type QueueItem = { slots: Slot[]; readonly since: number };

/** What goes wrong between Marathon and the agents. */
export type Trouble = {
  /** Agents that cannot be reached, and what they would have told meanwhile. */
  readonly partitioned: Map<string, TaskNews[]>;
  /** Tasks that were given up and may live on: by id, with their agents. */
  readonly givenUp: Map<string, string>;
  /** Whether the kills of an app's tasks get lost. */
  losesKillsOf: (appId: string) => boolean;
};

/** All that a Marathon leader holds in memory. Maps are by app id where nothing else is said. */
export type Marathon = {
  readonly cluster: MesosCluster;
  readonly clock: StoppableClock;
  readonly timing: Timing;
  readonly settings: Settings;
  readonly apps: Map<string, AppDefinition>;
  /** The definitions of each app so far, the present one last. */
  readonly versions: Map<string, AppDefinition[]>;
  /** Versions that are listed though there is nothing to show of them. */
  readonly askedVersions: Map<string, Set<string>>;
  /** Ids of the groups that were ever needed and not deleted. */
  readonly groups: Set<string>;
  /** When anything was changed last. */
  rootVersion: string;
  /** By deployment id. */
  readonly deployments: Map<string, Deployment>;
  /** By task id. */
  readonly tasks: Map<string, AppTask>;
  readonly queue: Map<string, QueueItem>;
  /** They outlive launches, definitions and the app itself. */
  readonly offers: Map<string, OfferStats>;
  readonly reviving: ReviveSlots;
  readonly filter: OfferFilter;
  /** By configuration. */
  readonly delays: Map<string, LaunchDelay>;
  readonly failures: Map<string, TaskFailure>;
  readonly trouble: Trouble;
  readonly faults: TaskFaults;
  readonly observed: MarathonRecorder;
  readonly events: Events;
  /** The time of a version: now, or the next millisecond that no version has. */
  nextVersion(): string;
  persist(): void;
};

/** All tasks of an app that are shown, those that cannot be reached among them. */
export const tasksOf = ({ tasks }: Marathon, appId: string): AppTask[] =>
  [...tasks.values()].filter(({ app }) => app.id === appId);

/** Those that count as one of the app's: not what is given up because it cannot be reached. */
export const countedTasks = (marathon: Marathon, appId: string): AppTask[] =>
  tasksOf(marathon, appId).filter(
    ({ state, kill, isInactive }) => state !== 'TASK_UNREACHABLE' || !(isInactive || kill === 'replace'),
  );

export const deploymentsOf = ({ deployments }: Marathon, appId: string): Deployment[] =>
  [...deployments.values()].filter(({ affectedApps }) => affectedApps.includes(appId));
