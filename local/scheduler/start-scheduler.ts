import { randomUUID } from 'node:crypto';
import {
  type HttpReply,
  jsonObjectIn,
  jsonReply,
  type ReceivedRequest,
} from '../../simulators/http/message.ts';
import { type HttpRoute, routeAt } from '../../simulators/http/route.ts';
import { startServer } from '../../simulators/http/server.ts';
import type { Permissions } from '../iam/permissions.ts';
import type { Invoke } from './deliver-tick.ts';
import { idempotency } from './idempotency.ts';
import { refuseScheduleCall } from './refuse-schedule-call.ts';
import { createScheduleGroup, deleteScheduleGroup, getScheduleGroup } from './schedule-groups.ts';
import { clientToken, groupBody, listQuery, name, scheduleBody, validated } from './schedule-request.ts';
import { openScheduleStore, type Schedule, type ScheduleStore, scheduleKey } from './schedule-store.ts';
import { invalid, SchedulerError } from './scheduler-error.ts';
import {
  createSchedule,
  type Deps,
  deleteSchedule,
  getSchedule,
  listSchedules,
  updateSchedule,
} from './schedules.ts';
import { ticker } from './ticker.ts';

export interface SchedulerOptions {
  /** Where the schedules live; they go on ticking when a later process opens it. */
  directory: string;
  port?: number;
  /**
   * How many times faster than the wall clock rates, retries and event ages run: 30 makes `rate(1 minute)` tick every 2 s.
   * StartDate, EndDate and at() stay instants of the wall clock. Above 60, ticks share seconds of scheduled-time.
   */
  timeScale?: number;
  /** Without any, everybody may make every call. */
  permissions?: Permissions;
  invoke: Invoke;
}

/**
 * An Amazon EventBridge Scheduler on 127.0.0.1 for the SDK's client: schedule groups and schedules, with AWS's checks and
 * errors, that really invoke their targets, at least once. Unlike AWS it refuses cron(), ignores flexible windows and
 * dead-letter queues, and knows no tags. Ticks missed while it was down are skipped, except a one-time schedule's, which
 * comes late.
 */
export async function startScheduler(options: SchedulerOptions) {
  const { directory, port, timeScale = 1, permissions, invoke } = options;
  const store = await openScheduleStore(directory);
  const ticks = ticker({ timeScale, invoke, completed: (schedule) => complete(store, schedule) });
  const once = idempotency();
  const server = await startServer({
    port,
    answer: async (request) =>
      (permissions && refuseScheduleCall(permissions, request)) ??
      reply(() => call({ store, ticks }, request, once)),
  });
  for (const schedule of [...store.schedules.values()]) ticks.plan(schedule, Date.now());
  const close = async () => {
    ticks.close();
    await server.close();
    await store.save();
  };
  return { url: server.url, close };
}

function complete(store: ScheduleStore, schedule: Schedule): void {
  const key = scheduleKey(schedule.GroupName, schedule.Name);
  if (store.schedules.get(key) !== schedule) return;
  if (schedule.ActionAfterCompletion === 'DELETE') store.schedules.delete(key);
  else schedule.done = true;
  void store.save();
}

async function reply(run: () => Promise<object>): Promise<HttpReply> {
  const headers = { 'x-amzn-requestid': randomUUID() };
  try {
    return jsonReply(await run(), 200, headers);
  } catch (error) {
    if (!(error instanceof SchedulerError)) throw error;
    const { status, type, message } = error;
    return jsonReply({ Message: message }, status, { ...headers, 'x-amzn-errortype': type });
  }
}

type Once = ReturnType<typeof idempotency>;

async function call(deps: Deps, request: ReceivedRequest, once: Once): Promise<object> {
  const found = routeAt(routes, request.method, request.path);
  if (!found) throw new SchedulerError('UnknownOperationException', 'Unknown operation.');
  const { route, params } = found;
  const called = { ...request, name: params.Name === undefined ? '' : validated(name, params.Name, 'name') };
  if (request.method === 'GET') return route.handle(deps, called);
  const token = validated(clientToken, tokenOf(request), 'clientToken');
  const asked = [request.method, request.path, request.query, request.body].join(' ');
  return once({ token, request: asked }, () => route.handle(deps, called));
}

type ScheduleCall = ReceivedRequest & { name: string };

interface SchedulerRoute extends HttpRoute {
  handle: (deps: Deps, call: ScheduleCall) => Promise<object>;
}

const group = '/schedule-groups/{Name}';
const schedule = '/schedules/{Name}';

const routes: readonly SchedulerRoute[] = [
  { method: 'POST', path: group, handle: createGroup },
  { method: 'GET', path: group, handle: async (deps, call) => getScheduleGroup(deps, call.name) },
  { method: 'DELETE', path: group, handle: (deps, call) => deleteScheduleGroup(deps, call.name) },
  {
    method: 'POST',
    path: schedule,
    handle: async (deps, call) => createSchedule(deps, call.name, validated(scheduleBody, json(call))),
  },
  {
    method: 'PUT',
    path: schedule,
    handle: async (deps, call) => updateSchedule(deps, call.name, validated(scheduleBody, json(call))),
  },
  { method: 'GET', path: schedule, handle: async (deps, call) => getSchedule(deps, idOf(call)) },
  { method: 'DELETE', path: schedule, handle: async (deps, call) => deleteSchedule(deps, idOf(call)) },
  { method: 'GET', path: '/schedules', handle: async (deps, call) => list(deps, call) },
];

async function createGroup(deps: Deps, call: ScheduleCall): Promise<object> {
  validated(groupBody, json(call));
  return createScheduleGroup(deps, call.name);
}

function list(deps: Deps, { query }: ScheduleCall): object {
  return listSchedules(deps, validated(listQuery, Object.fromEntries(query)));
}

function idOf({ query, name: scheduleName }: ScheduleCall) {
  return { group: validated(name, query.get('groupName') ?? 'default', 'groupName'), name: scheduleName };
}

function tokenOf(request: ReceivedRequest): unknown {
  if (request.method === 'DELETE') return request.query.get('clientToken') ?? undefined;
  return json(request).ClientToken;
}

function json({ body }: ReceivedRequest): Record<string, unknown> {
  const value = jsonObjectIn(body);
  if (!value) throw invalid('The request body is not a JSON object.');
  return value;
}
