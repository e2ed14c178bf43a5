import { randomUUID } from 'node:crypto';
import { appLocked, tooManyDeployments } from './api-error.ts';
import { type AppDefinition, type AppDraft, draftOf, servicePorts } from './app.ts';
import type { AppTask } from './app-task.ts';
import { type Deployment, startingDeployment } from './deployment.ts';
import { checkClashes, makeGroups } from './groups.ts';
import { killTasks } from './kill-tasks.ts';
import { deploymentsOf, type Marathon } from './marathon.ts';
import { assignPorts, takenPorts } from './normalize-app.ts';
import { isSameConfig, planSteps, type Transition, withVersion } from './plan.ts';
import { cancelDeployment, runDeployments } from './run-deployments.ts';

const keptVersions = 50;

/** What apps should be: null for none. */
export type Targets = ReadonlyMap<string, AppDraft | null>;

/** `restarts` those that would otherwise stay as they are; `kills` are not waited for. */
export type AppChange = {
  /** Asked for once there is room for a deployment; throws if it cannot be. */
  targets: () => Targets;
  force: boolean;
  restarts?: ReadonlySet<string>;
  kills?: readonly AppTask[];
};

export type Deployed = { version: string; deploymentId: string };

/**
 * Changes apps by one deployment, which begins at once. What changes nothing gives an id too, that is never seen again. Throws
 * if there are too many deployments, before anything else is looked at, or if another one holds one of the apps; with `force`
 * that one is cancelled.
 */
export function changeApps(marathon: Marathon, change: AppChange): Deployed {
  const { maxRunningDeployments } = marathon.settings;
  if (marathon.deployments.size >= maxRunningDeployments) throw tooManyDeployments(maxRunningDeployments);
  const version = marathon.nextVersion();
  const deploymentId = randomUUID();
  const transitions = transitionsOf(marathon, change, version);
  checkClashes(
    marathon,
    transitions.flatMap(({ id, original, target }) => (target && !original ? id : [])),
  );
  if (transitions.length > 0) {
    takeLocks(marathon, transitions, change.force);
    for (const transition of transitions) store(marathon, transition);
    killTasks(marathon, change.kills ?? [], 'replace');
    begin(marathon, transitions, { version, id: deploymentId });
  }
  marathon.rootVersion = version;
  return { version, deploymentId };
}

function transitionsOf(marathon: Marathon, change: AppChange, version: string): Transition[] {
  const { apps } = marathon;
  const taken = takenPorts(apps.values());
  const all = [...change.targets()].map(([id, draft]) => {
    const original = apps.get(id);
    const restart = change.restarts?.has(id) ?? false;
    const portsBefore = original ? servicePorts(original) : [];
    const assigned = draft && assignPorts(draft, { portsBefore, taken });
    if (assigned) taken.push(...servicePorts(assigned));
    const target = assigned ? withVersion(original, assigned, { version, restart }) : undefined;
    return { id, restart, original, target };
  });
  return all.filter(({ original, target }) => original !== target);
}

function takeLocks(marathon: Marathon, transitions: readonly Transition[], force: boolean): void {
  const holders = new Set(transitions.flatMap(({ id }) => deploymentsOf(marathon, id)));
  if (holders.size > 0 && !force) {
    for (const { id, target } of transitions) if (target) storeRefused(marathon, id, target);
    throw appLocked([...holders].map(({ id }) => id));
  }
  for (const holder of holders) cancelDeployment(marathon, holder);
}

/** A version is stored before the lock is looked at, so that one that is refused is listed all the same. */
function storeRefused({ versions }: Marathon, id: string, refused: AppDefinition): void {
  const stored = versions.get(id);
  if (stored) versions.set(id, [...stored.slice(0, -1), refused, ...stored.slice(-1)]);
}

function store(marathon: Marathon, { id, original, target, restart }: Transition): void {
  const { apps, versions, queue, failures, askedVersions } = marathon;
  if (!target) {
    for (const kept of [apps, versions, queue, failures, askedVersions]) kept.delete(id);
    return;
  }
  apps.set(id, target);
  versions.set(id, [...(versions.get(id) ?? []), target].slice(-keptVersions));
  makeGroups(marathon, [id]);
  if (original && (restart || !isSameConfig({ original, target }))) queue.delete(id);
}

function begin(marathon: Marathon, transitions: Transition[], named: { id: string; version: string }): void {
  const affectedApps = transitions.map(({ id }) => id);
  const originals = Object.fromEntries(transitions.map(({ id, original }) => [id, original ?? null]));
  const steps = planSteps(transitions);
  marathon.deployments.set(named.id, startingDeployment({ ...named, affectedApps, steps, originals }));
  runDeployments(marathon);
  marathon.events.emit('group_change_success', { groupId: '/', version: named.version });
  marathon.persist();
}

/**
 * Brings the apps of a deployment back to what they were before it, by another deployment. Their old definitions get a new
 * version, so that a task which the cancelled one has not yet touched is replaced as well.
 */
export function rollBack(marathon: Marathon, { originals, steps }: Deployment): Deployed {
  const targets = Object.entries(originals).map(
    ([id, original]) => [id, original && draftOf(original)] as const,
  );
  const restarted = steps.flat().filter(({ action }) => action === 'RestartApplication');
  const restarts = new Set(restarted.map(({ app }) => app));
  return changeApps(marathon, { targets: () => new Map(targets), force: true, restarts });
}
