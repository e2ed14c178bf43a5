import type { AppDefinition } from './app.ts';
import type { Replacement } from './deployment.ts';

/**
 * How the tasks of an app are replaced: `keptOld` of the old ones stay until new ones are ready, and old and new together
 * never exceed `capacity`. If nothing could move within it, capacity gives way by one.
 */
export function replacementOf(app: AppDefinition, runningTasks: number): Replacement {
  const { minimumHealthCapacity, maximumOverCapacity } = app.upgradeStrategy;
  const healthy = Math.ceil(app.instances * minimumHealthCapacity);
  const capacity = Math.floor(app.instances * (1 + maximumOverCapacity));
  const isStuck = healthy === capacity && capacity <= runningTasks;
  return { capacity: isStuck ? capacity + 1 : capacity, keptOld: Math.min(runningTasks, healthy) };
}

type TaskCounts = { instances: number; old: number; fresh: number };

/** How many tasks of the new version may be launched now. Old ones count until they have ended. */
export const launchable = ({ capacity }: Replacement, { instances, old, fresh }: TaskCounts): number =>
  Math.max(0, Math.min(instances - fresh, capacity - old - fresh));

/** How many of the old tasks may live, now that some of the new ones are ready. */
export const oldToKeep = ({ keptOld }: Replacement, ready: number): number => Math.max(0, keptOld - ready);
