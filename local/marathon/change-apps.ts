import { randomUUID } from 'node:crypto';
import { appLocked, tooManyDeployments } from './api-error.ts';
import { type AppDraft, draftOf } from './app.ts';
import type { AppTask } from './app-task.ts';
import { type Deployment, startingDeployment } from './deployment.ts';
import { killTasks } from './kill-tasks.ts';
import { deploymentsOf, type Marathon } from './marathon.ts';
import { planSteps, type Transition, withVersion } from './plan.ts';
import { cancelDeployment, runDeployments } from './run-deployments.ts';

const mostDeployments = 100;
const keptVersions = 50;

/** What apps should be: null for none. `restarts` those that would otherwise stay as they are; `kills` are not waited for. */
export type AppChange = {
  targets: ReadonlyMap<string, AppDraft | null>;
  force: boolean;
  restarts?: ReadonlySet<string>;
  kills?: readonly AppTask[];
};

export type Deployed = { version: string; deploymentId: string };

/**
 * Changes apps by one deployment, which begins at once. What changes nothing gives an id too, that is never seen again. Throws
 * if another deployment holds one of the apps; with `force` that one is cancelled.
 */
export function changeApps(marathon: Marathon, change: AppChange): Deployed {
  const version = marathon.nextVersion();
  const deploymentId = randomUUID();
  const transitions = transitionsOf(marathon, change, version);
  if (transitions.length > 0) {
    takeLocks(marathon, transitions, change.force);
    for (const transition of transitions) store(marathon, transition);
    killTasks(marathon, change.kills ?? []);
    begin(marathon, transitions, { version, id: deploymentId });
  }
  return { version, deploymentId };
}

function transitionsOf({ apps }: Marathon, change: AppChange, version: string): Transition[] {
  const all = [...change.targets].map(([id, draft]) => {
    const original = apps.get(id);
    const restart = change.restarts?.has(id) ?? false;
    const target = draft ? withVersion(original, draft, { version, restart }) : undefined;
    return { id, original, target };
  });
  return all.filter(({ original, target }) => original !== target);
}

function takeLocks(marathon: Marathon, transitions: readonly Transition[], force: boolean): void {
  const holders = new Set(transitions.flatMap(({ id }) => deploymentsOf(marathon, id)));
  if (holders.size > 0 && !force) throw appLocked([...holders].map(({ id }) => id));
  if (marathon.deployments.size - holders.size >= mostDeployments) throw tooManyDeployments(mostDeployments);
  for (const holder of holders) cancelDeployment(marathon, holder);
}

function store({ apps, versions, queue, failures }: Marathon, { id, target }: Transition): void {
  if (target) {
    apps.set(id, target);
    versions.set(id, [...(versions.get(id) ?? []), target].slice(-keptVersions));
    return;
  }
  for (const kept of [apps, versions, queue, failures]) kept.delete(id);
}

function begin(marathon: Marathon, transitions: Transition[], named: { id: string; version: string }): void {
  const affectedApps = transitions.map(({ id }) => id);
  const originals = Object.fromEntries(transitions.map(({ id, original }) => [id, original ?? null]));
  const steps = planSteps(transitions);
  marathon.deployments.set(named.id, startingDeployment({ ...named, affectedApps, steps, originals }));
  marathon.events.emit('group_change_success', { groupId: '/', version: named.version });
  runDeployments(marathon);
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
  return changeApps(marathon, { targets: new Map(targets), force: true, restarts });
}
