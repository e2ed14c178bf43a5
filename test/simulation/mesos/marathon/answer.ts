import type { HttpRequest, HttpResponse } from '../../../../lib/http/http.ts';
import { html } from '../../pacer/http.ts';
import { jsonOf } from '../json-of.ts';
import { change, create, json, locked, ok, remove } from './change-apps.ts';
import type { App, Marathon, Waiting } from './marathon.ts';
import { killTask } from './run-apps.ts';

/** What Marathon answers; the change is made at once. */
export function answer(marathon: Marathon, request: HttpRequest): HttpResponse {
  const { cluster, apps } = marathon;
  if (cluster.clock.now() < marathon.downUntil) return { status: 502, headers: {}, body: '' };
  if (!cluster.isAllowed(request)) return html(401, 'Error 401 Unauthorized');
  const { pathname, searchParams } = new URL(request.url);
  if (pathname === '/v2/queue') return json(200, queueJson(marathon));
  if (pathname === '/v2/leader') return json(200, { leader: 'marathon-1:8080' });
  if (pathname.startsWith('/v2/deployments'))
    return onDeployment(marathon, request.method, pathname.slice(16));
  if (pathname !== '/v2/apps') {
    const isForced = searchParams.get('force') === 'true';
    return onApp(marathon, request, {
      path: decodeURIComponent(pathname.slice('/v2/apps'.length)),
      isForced,
    });
  }
  if (request.method === 'POST') return create(marathon, JSON.parse(request.body ?? '{}'));
  return ok(`{"apps":[${[...apps.values()].map(appJson).join()}]}`);
}

const tasksOf = ({ tasks }: App) =>
  tasks.map(({ id, state, startedAt, version }) => ({ id, state, startedAt, version }));

/** Of two values of one name the last holds. */
function appJson(app: App): string {
  const { definition, deployment, failure } = app;
  const state = {
    instances: app.instances,
    tasks: tasksOf(app),
    deployments: deployment ? [{ id: deployment }] : [],
    ...(failure ? { lastTaskFailure: failure } : {}),
  };
  return `${jsonOf(definition).slice(0, -1)},${JSON.stringify(state).slice(1)}`;
}

function queueJson(marathon: Marathon) {
  const items = [...marathon.apps.values()].flatMap((app) =>
    app.waiting ? [queueItem(marathon, app, app.waiting)] : [],
  );
  return { queue: items };
}

function queueItem({ cluster }: Marathon, { definition }: App, waiting: Waiting) {
  const { since, notBefore, rejectedAt, usedAt } = waiting;
  const now = cluster.clock.now();
  const instant = (at: number) => new Date(at).toISOString();
  const resources = [{ name: 'cpus', scalar: cluster.freeCpus() }];
  return {
    app: { id: definition.id },
    count: 1,
    since: instant(since),
    delay: { overdue: now >= notBefore, timeLeftSeconds: Math.max(0, notBefore - now) / 1000 },
    processedOffersSummary: {
      ...(usedAt === null ? {} : { lastUsedOfferAt: instant(usedAt) }),
      ...(rejectedAt === null ? {} : { lastUnusedOfferAt: instant(rejectedAt) }),
      rejectSummaryLastOffers:
        rejectedAt === null ? [] : [{ reason: 'InsufficientCpus', declined: 2, processed: 2 }],
    },
    lastUnusedOffers: rejectedAt === null ? [] : [{ offer: { resources }, timestamp: instant(rejectedAt) }],
  };
}

function onApp(
  marathon: Marathon,
  request: HttpRequest,
  { path, isForced }: { path: string; isForced: boolean },
): HttpResponse {
  const [, id = '', below = '', taskId = ''] = /^(\/[^/]+)(\/tasks(?:\/(.+))?)?$/.exec(path) ?? [];
  const app = marathon.apps.get(id);
  if (!app) return missing(`App '${id}'`);
  if (below !== '') return onTask(marathon, app, request.method, taskId);
  if (request.method === 'PATCH') return change(marathon, app, JSON.parse(request.body ?? '{}'), isForced);
  if (request.method === 'DELETE') return app.deployment && !isForced ? locked(app) : remove(marathon, app);
  return ok(`{"app":${appJson(app)}}`);
}

/** A task is killed by its instance: an old id means what came after it, too. */
function onTask(marathon: Marathon, app: App, method: string, taskId: string): HttpResponse {
  if (method === 'GET') return json(200, { tasks: tasksOf(app) });
  const task = app.tasks.find((each) => instanceOf(each.id) === instanceOf(taskId));
  if (!task) return missing(`Task '${taskId}'`);
  killTask(marathon, task);
  return json(200, { task: { id: task.id, state: task.state } });
}

const instanceOf = (taskId: string) => taskId.replace(/\._app\.\d+$/, '');

function onDeployment({ apps, dying }: Marathon, method: string, id: string): HttpResponse {
  const shown = [...apps.values(), ...dying].filter(({ deployment }) => deployment !== null);
  if (method === 'GET') {
    return json(
      200,
      shown.map(({ deployment, definition }) => ({ id: deployment, affectedApps: [definition.id] })),
    );
  }
  const held = shown.find(({ deployment }) => deployment === id);
  if (!held) return missing(`DeploymentPlan ${id}`);
  held.deployment = null;
  return { status: 202, headers: {}, body: '' };
}

const missing = (what: string) => json(404, { message: `${what} does not exist` });
