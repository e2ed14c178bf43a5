import * as z from 'zod';
import { ApiError, unknownPath, unknownTask } from './api-error.ts';
import { draftOf } from './app.ts';
import { namedApp } from './app-routes.ts';
import { type AppTask, isActive, taskJson } from './app-task.ts';
import { changeApps } from './change-apps.ts';
import { deployedReply, type HttpReply, json } from './http-reply.ts';
import { killTasks } from './kill-tasks.ts';
import { type Marathon, tasksOf } from './marathon.ts';
import { parseFields, parseJson } from './parse-app.ts';
import { type ApiRequest, isOn, type Route } from './route.ts';
import { isTaskId } from './task-id.ts';

/** Reading and killing tasks. */
export const taskRoutes: readonly Route[] = [
  { method: 'GET', path: '/v2/tasks', handle: listAll },
  { method: 'POST', path: '/v2/tasks/delete', handle: killListed },
  { method: 'GET', path: '/v2/apps/{id}/tasks', handle: listTasks },
  { method: 'DELETE', path: '/v2/apps/{id}/tasks', handle: killOfApp },
  { method: 'DELETE', path: '/v2/apps/{id}/tasks/{taskId}', handle: killOne },
];

/** Tasks of deleted apps are not shown while they end. */
function listAll({ tasks, apps }: Marathon, { query }: ApiRequest): HttpReply {
  const wanted = query.getAll('status').concat(query.getAll('status[]'));
  const shown = [...tasks.values()].filter(({ app, state }) => {
    const status = state === 'TASK_STAGING' ? 'staging' : 'running';
    return apps.has(app.id) && (wanted.length === 0 || wanted.includes(status));
  });
  return json({ tasks: shown.map(taskJson) });
}

function listTasks(marathon: Marathon, request: ApiRequest): HttpReply {
  return json({ tasks: tasksOf(marathon, namedApp(marathon, request).id).map(taskJson) });
}

const idList = z.object({ ids: z.array(z.string()) });

function killListed(marathon: Marathon, request: ApiRequest): HttpReply {
  checkSwitches(request);
  const { ids } = parseFields(idList, parseJson(request.body));
  const wrong = ids.find((id) => !isTaskId(id));
  if (wrong !== undefined) throw new ApiError(400, { message: `Invalid task id '${wrong}'.` });
  const killed = ids.flatMap((id) => marathon.tasks.get(id) ?? []);
  return kill(marathon, request, killed) ?? tasksReply(killed);
}

function killOfApp(marathon: Marathon, request: ApiRequest): HttpReply {
  checkSwitches(request);
  const { id } = namedApp(marathon, request);
  const host = request.query.get('host');
  const killed = tasksOf(marathon, id).filter(({ hostname }) => host === null || hostname === host);
  if (killed.length === 0 && isOn(request.query, 'scale')) throw unknownPath(id);
  return kill(marathon, request, killed) ?? tasksReply(killed);
}

function killOne(marathon: Marathon, request: ApiRequest): HttpReply {
  checkSwitches(request);
  const { id } = namedApp(marathon, request);
  const taskId = request.params.taskId ?? '';
  const task = marathon.tasks.get(taskId);
  if (task?.app.id !== id) throw unknownTask(taskId);
  return kill(marathon, request, [task]) ?? json({ task: taskJson(task) });
}

const tasksReply = (tasks: readonly AppTask[]): HttpReply => json({ tasks: tasks.map(taskJson) });

function checkSwitches({ query }: ApiRequest): void {
  if (!isOn(query, 'scale') || !isOn(query, 'wipe')) return;
  throw new ApiError(400, { message: 'You cannot use scale and wipe at the same time.' });
}

/** Kills tasks: with `scale` by a deployment, whose reply this is; without, whatever deployment runs, and they come again. */
function kill(marathon: Marathon, { query }: ApiRequest, tasks: readonly AppTask[]): HttpReply | undefined {
  if (isOn(query, 'scale')) return scaleDown(marathon, tasks, isOn(query, 'force'));
  killTasks(marathon, tasks);
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
  return deployedReply(changeApps(marathon, { targets: new Map(targets), force, kills: tasks }));
}
