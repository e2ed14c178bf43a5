import type { MesosCluster } from '../mesos/cluster.ts';
import { taskFaults } from '../mesos/task-faults.ts';
import { startingDeployment, storable } from './deployment.ts';
import { eventBus } from './events.ts';
import { refill } from './launch-queue.ts';
import type { Marathon, Timing } from './marathon.ts';
import { recorder } from './observed.ts';
import { runDeployments } from './run-deployments.ts';
import { loadState, type StoredState, saveState } from './state-file.ts';
import { updateTask } from './task-updates.ts';

/**
 * Takes over from the leader before: apps, tasks and deployments are kept, the queue and its delays are not. Deployments begin
 * again, tasks that have ended meanwhile are lost, and what is missing is queued.
 */
export function createMarathon(cluster: MesosCluster, timing: Timing, path: string): Marathon {
  const marathon: Marathon = {
    cluster,
    timing,
    apps: new Map(),
    versions: new Map(),
    deployments: new Map(),
    tasks: new Map(),
    queue: new Map(),
    delays: new Map(),
    failures: new Map(),
    faults: taskFaults(),
    observed: recorder(),
    events: eventBus(),
    nextVersion: versionClock(),
    persist: () => saveState(path, storedState(marathon)),
  };
  restore(marathon, loadState(path));
  return marathon;
}

function versionClock(): () => string {
  let last = 0;
  return () => {
    last = Math.max(Date.now(), last + 1);
    return new Date(last).toISOString();
  };
}

const storedState = ({ versions, deployments, tasks, failures }: Marathon): StoredState => ({
  versions: [...versions.values()],
  deployments: [...deployments.values()].map(storable),
  tasks: [...tasks.values()],
  failures: [...failures.values()],
});

function restore(marathon: Marathon, stored: StoredState): void {
  for (const versions of stored.versions) {
    const app = versions.at(-1);
    if (!app) continue;
    marathon.apps.set(app.id, app);
    marathon.versions.set(app.id, versions);
  }
  for (const failure of stored.failures) marathon.failures.set(failure.appId, failure);
  for (const deployment of stored.deployments) {
    marathon.deployments.set(deployment.id, startingDeployment(deployment));
  }
  restoreTasks(marathon, stored.tasks);
  for (const app of marathon.apps.values()) refill(marathon, app);
  runDeployments(marathon);
}

function restoreTasks(marathon: Marathon, stored: StoredState['tasks']): void {
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
