import type { MesosCluster } from '../mesos/cluster.ts';
import { loadState, saveState } from '../mesos/state-file.ts';
import { taskFaults } from '../mesos/task-faults.ts';
import { startingDeployment, storable } from './deployment.ts';
import { eventBus } from './events.ts';
import { makeGroups } from './groups.ts';
import { refill } from './launch-queue.ts';
import type { Marathon, Settings, Timing } from './marathon.ts';
import { marathonRecorder } from './observed.ts';
import { offerFilter } from './offer-filter.ts';
import { reviveSlots } from './revive-slots.ts';
import { runDeployments } from './run-deployments.ts';
import type { StoppableClock } from './stoppable-clock.ts';
import { kept, type StoredMarathon } from './stored-state.ts';
import { updateTask } from './task-updates.ts';

type Parts = { cluster: MesosCluster; clock: StoppableClock; timing: Timing; settings: Settings };

/**
 * Takes over from the leader before: apps, tasks and deployments are kept, the queue, its delays and what was seen of offers
 * are not. Deployments begin again, tasks that have ended meanwhile are lost, and what is missing is queued.
 */
export function createMarathon(parts: Parts, path: string): Marathon {
  const marathon: Marathon = {
    ...parts,
    apps: new Map(),
    versions: new Map(),
    askedVersions: new Map(),
    groups: new Set(),
    rootVersion: new Date(0).toISOString(),
    deployments: new Map(),
    tasks: new Map(),
    queue: new Map(),
    offers: new Map(),
    reviving: reviveSlots(parts.timing.minReviveOffersIntervalMs),
    filter: offerFilter(),
    delays: new Map(),
    failures: new Map(),
    trouble: { partitioned: new Map(), givenUp: new Map(), losesKillsOf: () => false },
    faults: taskFaults(),
    observed: marathonRecorder(),
    events: eventBus(),
    nextVersion: versionClock(parts.clock),
    persist: () => saveState(path, storedState(marathon)),
  };
  restore(marathon, loadState(path, kept));
  return marathon;
}

function versionClock({ now }: StoppableClock): () => string {
  let last = 0;
  return () => {
    last = Math.max(now(), last + 1);
    return new Date(last).toISOString();
  };
}

const storedState = (marathon: Marathon): StoredMarathon => ({
  groups: [...marathon.groups],
  rootVersion: marathon.rootVersion,
  versions: [...marathon.versions.values()],
  deployments: [...marathon.deployments.values()].map(storable),
  tasks: [...marathon.tasks.values()],
  failures: [...marathon.failures.values()],
});

function restore(marathon: Marathon, stored: StoredMarathon): void {
  for (const versions of stored.versions) {
    const app = versions.at(-1);
    if (!app) continue;
    marathon.apps.set(app.id, app);
    marathon.versions.set(app.id, versions);
  }
  for (const id of stored.groups) marathon.groups.add(id);
  makeGroups(marathon, marathon.apps.keys());
  marathon.rootVersion = stored.rootVersion;
  for (const failure of stored.failures) marathon.failures.set(failure.appId, failure);
  for (const deployment of stored.deployments) {
    marathon.deployments.set(deployment.id, startingDeployment(deployment));
  }
  restoreTasks(marathon, stored.tasks);
  for (const app of marathon.apps.values()) refill(marathon, app);
  runDeployments(marathon);
}

function restoreTasks(marathon: Marathon, stored: StoredMarathon['tasks']): void {
  const active = new Map(marathon.cluster.tasks().map((task) => [task.id, task]));
  for (const task of stored) marathon.tasks.set(task.id, task);
  for (const { id, agentId, hostname } of stored) {
    const state = active.get(id)?.state;
    const status = { taskId: id, agentId, hostname };
    if (state === 'TASK_RUNNING') updateTask(marathon, { ...status, state, message: '' });
    if (state === undefined) {
      updateTask(marathon, { ...status, state: 'TASK_LOST', message: 'Reconciliation: Task is unknown' });
    }
  }
}
