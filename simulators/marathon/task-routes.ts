import { type HttpReply, jsonReply } from '../http/message.ts';
import { MarathonError, unknownPath, unknownTask } from './api-error.ts';
import { type AppDefinition, draftOf, servicePorts } from './app.ts';
import { taskPrefix } from './app-id.ts';
import { namedApp } from './app-routes.ts';
import { type AppTask, type DeadTask, isActive } from './app-task.ts';
import { changeApps } from './change-apps.ts';
import { deployedReply } from './http-reply.ts';
import { killTasks, wipeTasks } from './kill-tasks.ts';
import { type Marathon, tasksOf } from './marathon.ts';
import { readIds } from './parse-ids.ts';
import { readJson } from './read-json.ts';
import { isOn, type MarathonRequest, type MarathonRoute } from './route.ts';
import { instanceIdIn, isTaskId } from './task-id.ts';
import { deadTaskJson, deadTasksOf, taskJson, tasksJson } from './task-json.ts';

const produces = ['application/json', 'text/plain'];

/** Reading and killing tasks. */
export const taskRoutes: readonly MarathonRoute[] = [
  { method: 'GET', path: '/v2/tasks', produces, handle: listAll },
  { method: 'POST', path: '/v2/tasks/delete', handle: killListed },
  { method: 'GET', path: '/v2/apps/{id+}/tasks', produces, handle: listTasks },
  { method: 'DELETE', path: '/v2/apps/{id+}/tasks', handle: killOfApp },
  { method: 'DELETE', path: '/v2/apps/{id+}/tasks/{taskId}', handle: killOne },
];

/** Tasks of deleted apps are not shown while they end. Nothing is ever staging, and an unknown status is none. */
function listAll(marathon: Marathon, { query, type }: MarathonRequest): HttpReply {
  const apps = [...marathon.apps.values()];
  if (type === 'text/plain') return endpoints(marathon, apps);
  const asked = [...query.getAll('status'), ...query.getAll('status[]')];
  const wanted = asked.filter((status) => status === 'running' || status === 'staging');
  const tasks = apps.flatMap((app) => tasksJson(marathon, app.id, servicePorts(app)));
  const shown = tasks.filter(
    ({ state }) => wanted.length === 0 || (wanted.includes('running') && state === 'TASK_RUNNING'),
  );
  return jsonReply({ tasks: shown });
}

function listTasks(marathon: Marathon, request: MarathonRequest): HttpReply {
  const app = namedApp(marathon, request);
  if (request.type === 'text/plain') return endpoints(marathon, [app]);
  return jsonReply({ tasks: tasksJson(marathon, app.id) });
}

/** A line for each port of each app: where those find its tasks who read no JSON. */
function endpoints(marathon: Marathon, apps: readonly AppDefinition[]): HttpReply {
  const lines = apps.flatMap((app) => {
    const name = taskPrefix(app.id);
    const running = tasksOf(marathon, app.id).filter(({ state }) => state === 'TASK_RUNNING');
    const ports = servicePorts(app);
    if (ports.length === 0) return `${name}\t \t${running.map(({ hostname }) => `${hostname} `).join('')}\n`;
    return ports.map((port, index) => {
      const places = running.map((task) => `${task.hostname}:${task.ports[index] ?? 0}\t`);
      return `${name}\t${port}\t${places.join('')}\n`;
    });
  });
  return { status: 200, body: lines.join(''), contentType: 'text/plain' };
}

/** What a kill is about: tasks that run, and dead ones whose instances wait. */
type Found = { tasks: AppTask[]; dead: DeadTask[] };

const foundJson = (marathon: Marathon, { tasks, dead }: Found) => [
  ...tasks.map((task) => taskJson(marathon, task)),
  ...dead.map((task) => deadTaskJson(task)),
];

/** The tasks of the instances that ids speak of: an instance is followed by its next attempt under the same name. */
function tasksOfInstances(marathon: Marathon, appIds: Iterable<string>, ids: readonly string[]): Found {
  const instances = new Set(ids.map(instanceIdIn));
  const apps = [...appIds];
  const isMeant = (id: string) => instances.has(instanceIdIn(id));
  return {
    tasks: apps.flatMap((appId) => tasksOf(marathon, appId)).filter(({ id }) => isMeant(id)),
    dead: apps.flatMap((appId) => deadTasksOf(marathon, appId)).filter(({ id }) => isMeant(id)),
  };
}

function killListed(marathon: Marathon, request: MarathonRequest): HttpReply {
  checkSwitches(request);
  const ids = readIds(readJson(request.body));
  const wrong = ids.find((id) => !isTaskId(id));
  if (wrong !== undefined) {
    const reason = `[taskId ${wrong} no valid identifier (of class java.lang.String)]`;
    throw new MarathonError(400, { message: `Invalid task id '${wrong}'. ${reason}` });
  }
  const found = tasksOfInstances(marathon, marathon.apps.keys(), ids);
  return kill(marathon, request, found) ?? jsonReply({ tasks: foundJson(marathon, found) });
}

function killOfApp(marathon: Marathon, request: MarathonRequest): HttpReply {
  checkSwitches(request);
  const { id } = namedApp(marathon, request);
  const host = request.query.get('host');
  const isThere = ({ hostname }: { hostname: string }) => host === null || host === '*' || hostname === host;
  const found = {
    tasks: tasksOf(marathon, id).filter(isThere),
    dead: deadTasksOf(marathon, id).filter(isThere),
  };
  if (found.tasks.length + found.dead.length === 0 && isOn(request.query, 'scale')) throw unknownPath(id);
  return kill(marathon, request, found) ?? jsonReply({ tasks: foundJson(marathon, found) });
}

function killOne(marathon: Marathon, request: MarathonRequest): HttpReply {
  checkSwitches(request);
  const { id } = namedApp(marathon, request);
  const taskId = request.params.taskId ?? '';
  const found = tasksOfInstances(marathon, [id], [taskId]);
  const [task] = foundJson(marathon, found);
  if (!task || instanceIdIn(taskId) === undefined) throw unknownTask(taskId);
  return kill(marathon, request, found) ?? jsonReply({ task });
}

function checkSwitches({ query }: MarathonRequest): void {
  if (!isOn(query, 'scale') || !isOn(query, 'wipe')) return;
  throw new MarathonError(400, { message: 'You cannot use scale and wipe at the same time.' });
}

/** Kills tasks: with `scale` by a deployment, whose reply this is; without, whatever deployment runs, and they come again. */
function kill(marathon: Marathon, { query }: MarathonRequest, { tasks }: Found): HttpReply | undefined {
  if (isOn(query, 'scale')) return scaleDown(marathon, tasks, isOn(query, 'force'));
  if (isOn(query, 'wipe')) wipeTasks(marathon, tasks);
  else killTasks(marathon, tasks, 'restart');
  marathon.persist();
  return undefined;
}

function scaleDown(marathon: Marathon, tasks: readonly AppTask[], force: boolean): HttpReply {
  const byApp = Map.groupBy(tasks.filter(isActive), ({ app }) => app.id);
  const targets = [...byApp].flatMap(([id, killed]) => {
    const app = marathon.apps.get(id);
    if (!app) return [];
    const instances = Math.max(0, app.instances - killed.length);
    return [[id, { ...draftOf(app), instances }] as const];
  });
  return deployedReply(changeApps(marathon, { targets: () => new Map(targets), force, kills: tasks }));
}
