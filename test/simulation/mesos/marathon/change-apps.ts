import type { HttpResponse } from '../../../../lib/http/http.ts';
import { type App, type Definition, type Marathon, newVersion } from './marathon.ts';
import { killTask, wantTask } from './run-apps.ts';

export function json(status: number, value: unknown): HttpResponse {
  return { ...ok(JSON.stringify(value)), status };
}

export function ok(body: string): HttpResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

const newDeployment = (marathon: Marathon) => `deployment-${++marathon.count}`;

export function create(marathon: Marathon, given: Definition): HttpResponse {
  const { id } = given;
  const deleted = [...marathon.dying].find((app) => app.definition.id === id);
  if (deleted) return locked(deleted);
  if (marathon.apps.has(id)) return json(409, { message: `An app with id [${id}] already exists.` });
  const app: App = {
    definition: { ...given, version: newVersion(marathon) },
    instances: 1,
    isDeleted: false,
    tasks: [],
    deployment: newDeployment(marathon),
    failure: null,
    waiting: null,
    backoffMs: 0,
    launches: 0,
  };
  marathon.apps.set(id, app);
  wantTask(marathon, app);
  return json(201, { ...app.definition, deployments: [{ id: app.deployment }] });
}

/** A change of the cpus ends the task and starts another one; no change is no deployment. */
export function change(
  marathon: Marathon,
  app: App,
  { cpus, instances, ...rest }: Partial<Definition> & { instances?: 0 | 1 },
  isForced: boolean,
): HttpResponse {
  if (app.deployment && !isForced) return locked(app);
  if (instances !== undefined) return scale(marathon, app, instances);
  const { version } = app.definition;
  if (cpus === undefined || cpus === app.definition.cpus) {
    return json(200, { version, deploymentId: newDeployment(marathon) });
  }
  app.definition = { ...app.definition, ...rest, cpus, version: newVersion(marathon) };
  app.deployment = newDeployment(marathon);
  replaceTasks(marathon, app);
  return json(200, { version: app.definition.version, deploymentId: app.deployment });
}

/** The tasks of an app without instances are killed, and the deployment ends with them. */
function scale(marathon: Marathon, app: App, instances: 0 | 1): HttpResponse {
  app.instances = instances;
  app.definition = { ...app.definition, version: newVersion(marathon) };
  const deploymentId = newDeployment(marathon);
  const isDone = instances === 0 ? app.tasks.length === 0 : app.tasks.length > 0;
  app.deployment = isDone ? null : deploymentId;
  if (instances === 0) {
    app.waiting = null;
    for (const task of app.tasks) killTask(marathon, task);
  } else if (app.tasks.length === 0) wantTask(marathon, app);
  return json(200, { version: app.definition.version, deploymentId });
}

/** Kills what runs, and another task follows; unless the strategy wants the new one to run before the old one is killed. */
function replaceTasks(marathon: Marathon, app: App): void {
  const { minimumHealthCapacity = 1 } = (app.definition.upgradeStrategy ?? {}) as Record<string, number>;
  const old = app.tasks;
  if (app.instances === 0 && old.length === 0) {
    app.deployment = null;
    return;
  }
  if (old.length === 0 || minimumHealthCapacity > 0) wantTask(marathon, app);
  const overlapMs = minimumHealthCapacity > 0 ? 10_000 : 0;
  marathon.cluster.clock.after(overlapMs, () => {
    for (const task of old) killTask(marathon, task);
  });
}

export function remove(marathon: Marathon, app: App): HttpResponse {
  app.isDeleted = true;
  app.waiting = null;
  app.deployment = newDeployment(marathon);
  marathon.apps.delete(app.definition.id);
  if (app.tasks.length > 0) marathon.dying.add(app);
  for (const task of app.tasks) killTask(marathon, task);
  return json(200, { version: newVersion(marathon), deploymentId: app.deployment });
}

export function locked({ deployment }: App): HttpResponse {
  const message = "App is locked by one or more deployments. Override with the option '?force=true'.";
  return json(409, { message, deployments: [{ id: deployment }] });
}
