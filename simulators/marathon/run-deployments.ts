import { isActive, isReachable, isReady, ofVersion } from './app-task.ts';
import { type Action, type Deployment, planJson } from './deployment.ts';
import { tellInstance } from './instance-events.ts';
import { killTasks, surplus } from './kill-tasks.ts';
import { setQueued } from './launch-queue.ts';
import { countedTasks, deploymentsOf, type Marathon, tasksOf } from './marathon.ts';
import { launchable, oldToKeep, replacementOf } from './replacement.ts';

/** Takes every deployment as far as the tasks allow now. */
export function runDeployments(marathon: Marathon): void {
  for (const deployment of [...marathon.deployments.values()]) {
    if (deployment.currentStep === 0) enterStep(marathon, deployment);
    while (marathon.deployments.has(deployment.id) && isStepDone(marathon, deployment)) {
      tellSuccess(marathon, deployment);
      enterStep(marathon, deployment);
    }
  }
}

/** An app that is removed is told of as gone before the end of its last task is. */
export function tellStopped(marathon: Marathon, appId: string): void {
  if (tasksOf(marathon, appId).length > 0) return;
  for (const deployment of deploymentsOf(marathon, appId)) {
    const [action, ...others] = deployment.steps[deployment.currentStep - 1] ?? [];
    if (action?.action === 'StopApplication' && others.length === 0) tellSuccess(marathon, deployment);
  }
}

function tellSuccess({ events }: Marathon, deployment: Deployment): void {
  if (deployment.toldStep === deployment.currentStep) return;
  deployment.toldStep = deployment.currentStep;
  events.emit('deployment_step_success', progress(deployment));
}

function enterStep({ deployments, events }: Marathon, deployment: Deployment): void {
  deployment.currentStep += 1;
  if (deployment.currentStep <= deployment.steps.length) {
    events.emit('deployment_info', progress(deployment));
    return;
  }
  deployments.delete(deployment.id);
  events.emit('deployment_success', { id: deployment.id, plan: planJson(deployment) });
}

const progress = (deployment: Deployment) => ({
  plan: planJson(deployment),
  currentStep: { actions: deployment.steps[deployment.currentStep - 1] ?? [] },
});

/** Ends a deployment where it stands: what it has killed is dead, and what it has queued stays queued. */
export function cancelDeployment({ deployments, events }: Marathon, deployment: Deployment): void {
  deployments.delete(deployment.id);
  const reason = 'The upgrade has been cancelled';
  events.emit('deployment_failed', { id: deployment.id, plan: planJson(deployment), reason });
}

const perform: Record<Action['action'], (marathon: Marathon, appId: string, of: Deployment) => boolean> = {
  StartApplication: () => true,
  ScaleApplication: scale,
  RestartApplication: restart,
  StopApplication: stop,
};

/** Does what the actions of the current step still need; true once nothing is left. */
function isStepDone(marathon: Marathon, deployment: Deployment): boolean {
  const actions = deployment.steps[deployment.currentStep - 1] ?? [];
  return actions.map(({ action, app }) => perform[action](marathon, app, deployment)).every(Boolean);
}

function stop(marathon: Marathon, appId: string): boolean {
  setQueued(marathon, appId, 0);
  giveUpUnreachable(marathon, appId);
  const tasks = tasksOf(marathon, appId);
  killTasks(marathon, tasks, 'replace', tellInstance);
  return tasksOf(marathon, appId).length === 0;
}

/** What cannot be reached is not waited for. It lives on until its agent is back. */
function giveUpUnreachable({ tasks, trouble }: Marathon, appId: string): void {
  for (const { id, app, state, agentId } of [...tasks.values()]) {
    if (app.id !== appId || state !== 'TASK_UNREACHABLE') continue;
    tasks.delete(id);
    trouble.givenUp.set(id, agentId);
  }
}

/** Any version counts. A task that is being killed holds its place, so that its successor never meets it. */
function scale(marathon: Marathon, appId: string): boolean {
  const app = marathon.apps.get(appId);
  if (!app) return true;
  const tasks = countedTasks(marathon, appId);
  const active = tasks.filter(isActive);
  killTasks(marathon, surplus(active, active.length - app.instances, app), 'replace');
  setQueued(marathon, appId, app.instances - tasks.length);
  return tasks.length === app.instances && tasks.every(isReady);
}

function restart(marathon: Marathon, appId: string, { replacements }: Deployment): boolean {
  const app = marathon.apps.get(appId);
  if (!app) return true;
  const all = tasksOf(marathon, appId);
  const tasks = all.filter(isReachable);
  const fresh = tasks.filter(ofVersion(app));
  const old = tasks.filter((task) => !fresh.includes(task));
  const replacement = replacements.get(appId) ?? replacementOf(app, tasks.filter(isActive).length);
  replacements.set(appId, replacement);
  const ready = fresh.filter(isReady).length;
  const alive = old.filter(isActive);
  killTasks(marathon, surplus(alive, alive.length - oldToKeep(replacement, ready), app), 'replace');
  // A task that cannot be reached counts as ended, though it may run: there are two until its agent is back.
  killTasks(
    marathon,
    all.filter((task) => !tasks.includes(task)),
    'replace',
  );
  const counts = { instances: app.instances, old: old.length, fresh: fresh.length };
  setQueued(marathon, appId, launchable(replacement, counts));
  return old.length === 0 && ready === app.instances;
}
