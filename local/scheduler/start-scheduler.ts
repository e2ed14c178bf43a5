import { randomUUID } from 'node:crypto';
import { type EndpointReply, type EndpointRequest, startEndpoint } from '../../simulators/http/endpoint.ts';
import type { Permissions } from '../iam/permissions.ts';
import { refuseScheduleCall } from '../iam/refuse-schedule-call.ts';
import { idempotency } from './idempotency.ts';
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
import { type Invoke, ticker } from './ticker.ts';

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
  const endpoint = await startEndpoint({
    port,
    answer: async (request) =>
      (permissions && refuseScheduleCall(permissions, request)) ??
      reply(() => call({ store, ticks }, request, once)),
  });
  for (const schedule of [...store.schedules.values()]) ticks.plan(schedule, Date.now());
  const close = async () => {
    ticks.close();
    await endpoint.close();
    await store.save();
  };
  return { url: endpoint.url, close };
}

function complete(store: ScheduleStore, schedule: Schedule): void {
  const key = scheduleKey(schedule.GroupName, schedule.Name);
  if (store.schedules.get(key) !== schedule) return;
  if (schedule.ActionAfterCompletion === 'DELETE') store.schedules.delete(key);
  else schedule.done = true;
  void store.save();
}

async function reply(run: () => Promise<object>): Promise<EndpointReply> {
  const headers = { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID() };
  try {
    return { status: 200, headers, body: JSON.stringify(await run()) };
  } catch (error) {
    if (!(error instanceof SchedulerError)) throw error;
    const body = JSON.stringify({ Message: error.message });
    return { status: error.status, headers: { ...headers, 'x-amzn-errortype': error.type }, body };
  }
}

type Once = ReturnType<typeof idempotency>;

async function call(deps: Deps, request: EndpointRequest, once: Once): Promise<object> {
  const [, collection, rawName, ...more] = request.path.split('/').map(decodeURIComponent);
  const operation = operations[`${request.method} /${collection}${rawName === undefined ? '' : '/{Name}'}`];
  if (!operation || more.length > 0)
    throw new SchedulerError('UnknownOperationException', 'Unknown operation.');
  const called = { ...request, name: rawName === undefined ? '' : validated(name, rawName, 'name') };
  if (request.method === 'GET') return operation(deps, called);
  const token = validated(clientToken, tokenOf(request), 'clientToken');
  const asked = [request.method, request.path, request.query, request.body].join(' ');
  return once({ token, request: asked }, () => operation(deps, called));
}

type Operation = (deps: Deps, request: EndpointRequest & { name: string }) => Promise<object>;

const operations: Record<string, Operation> = {
  'POST /schedule-groups/{Name}': async (deps, request) => {
    validated(groupBody, json(request));
    return createScheduleGroup(deps, request.name);
  },
  'GET /schedule-groups/{Name}': async (deps, request) => getScheduleGroup(deps, request.name),
  'DELETE /schedule-groups/{Name}': (deps, request) => deleteScheduleGroup(deps, request.name),
  'POST /schedules/{Name}': async (deps, request) =>
    createSchedule(deps, request.name, validated(scheduleBody, json(request))),
  'PUT /schedules/{Name}': async (deps, request) =>
    updateSchedule(deps, request.name, validated(scheduleBody, json(request))),
  'GET /schedules/{Name}': async (deps, request) => getSchedule(deps, idOf(request)),
  'DELETE /schedules/{Name}': async (deps, request) => deleteSchedule(deps, idOf(request)),
  'GET /schedules': async (deps, { query }) =>
    listSchedules(deps, validated(listQuery, Object.fromEntries(query))),
};

function idOf({ query, name: scheduleName }: EndpointRequest & { name: string }) {
  return { group: validated(name, query.get('groupName') ?? 'default', 'groupName'), name: scheduleName };
}

function tokenOf(request: EndpointRequest): unknown {
  if (request.method === 'DELETE') return request.query.get('clientToken') ?? undefined;
  return json(request).ClientToken;
}

function json({ body }: EndpointRequest): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString() || '{}');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {}
  throw invalid('The request body is not a JSON object.');
}
