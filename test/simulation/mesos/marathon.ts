import type { HttpRequest, HttpResponse } from '../../../lib/http/http.ts';
import { html } from '../pacer/http.ts';
import type { Cluster } from './cluster.ts';
import { type Container, startContainer, type TaskEnd } from './container.ts';

type Definition = Record<string, unknown> & { id: string; cpus: number; version: string };

interface Task {
  id: string;
  version: string;
  cpus: number;
  state: 'TASK_STAGING' | 'TASK_RUNNING' | 'TASK_UNREACHABLE';
  startedAt: string | null;
  container: Container | null;
  isKilled: boolean;
}

interface App {
  definition: Definition;
  isDeleted: boolean;
  tasks: Task[];
  deployment: string | null;
  failure: Record<string, unknown> | null;
  waiting: { since: number; notBefore: number; rejectedAt: number | null; usedAt: number | null } | null;
  backoffMs: number;
  launches: number;
}

/** Marathon 1.8 as real servers were seen to behave: see reference and timelines. */
export interface MarathonServer {
  answer(request: HttpRequest): HttpResponse;
  failOver(): void;
  deleteByHand(id: string): void;
  /** The agents of all tasks cannot be reached until then; Marathon starts others meanwhile. */
  cutOff(untilMs: number): void;
  tasks(): Container[];
  jobIds(): string[];
}

const slowestBackoffMs = 60_000;

export function marathonServer(cluster: Cluster): MarathonServer {
  const { clock, weather, tell } = cluster;
  const apps = new Map<string, App>();
  /** Deleted ones whose tasks still end, which hold their names. */
  const dying = new Set<App>();
  const live = new Set<Container>();
  let downUntil = 0;
  let count = 0;
  let lastInstant = 0;

  /** Versions are instants, and no two are the same. */
  function newVersion(): string {
    lastInstant = Math.max(clock.now(), lastInstant + 1);
    return new Date(lastInstant).toISOString();
  }

  function wantTask(app: App, notBefore = clock.now()) {
    const usedAt = app.waiting?.usedAt ?? null;
    app.waiting = { since: clock.now(), notBefore, rejectedAt: null, usedAt };
    offerLater(app, app.waiting);
  }

  function offerLater(app: App, waiting: NonNullable<App['waiting']>) {
    const everyMs = weather.strikes('offers-rare') ? 30_000 : 300 + 1_000 * weather.chance('offer');
    clock.after(Math.max(everyMs, waiting.notBefore - clock.now()), () => {
      if (app.isDeleted || app.waiting !== waiting) return;
      if (app.definition.cpus <= cluster.freeCpus()) return launch(app, waiting);
      waiting.rejectedAt = clock.now();
      offerLater(app, waiting);
    });
  }

  function launch(app: App, waiting: NonNullable<App['waiting']>) {
    const { definition } = app;
    waiting.usedAt = clock.now();
    const id = `${definition.id.slice(1)}.instance-${count}._app.${++app.launches}`;
    const task: Task = {
      ...{ id, version: definition.version, cpus: definition.cpus, state: 'TASK_STAGING', startedAt: null },
      ...{ container: null, isKilled: false },
    };
    app.tasks.push(task);
    tell(`Marathon launches ${id} with ${definition.cpus} cpus`);
    clock.after(300 + 2_000 * weather.chance('launch'), () => {
      if (task.isKilled) return gone(app, task);
      if (app.waiting === waiting) app.waiting = null;
      begin(app, task);
    });
  }

  function begin(app: App, task: Task) {
    const environment = (app.definition.env ?? {}) as Record<string, string>;
    const container = startContainer(cluster, {
      ...{ taskId: task.id, environment, cpus: task.cpus, loops: true },
      asks: String(app.definition.cmd).includes('{"ask":"next"}'),
      ended: (end) => clock.after(50, () => ended(app, task, container, end)),
    });
    live.add(container);
    task.container = container;
    task.state = 'TASK_RUNNING';
    task.startedAt = new Date(clock.now()).toISOString();
    if (task.version === app.definition.version && !app.isDeleted) app.deployment = null;
  }

  function ended(app: App, task: Task, container: Container, end: TaskEnd) {
    live.delete(container);
    if (!app.tasks.includes(task)) return;
    if (end !== 'TASK_KILLED' && !app.isDeleted) {
      const version = task.version;
      app.failure = {
        appId: app.definition.id,
        taskId: task.id,
        state: end,
        message: `Task ended: ${end}`,
        version,
      };
      app.backoffMs = Math.min(slowestBackoffMs, Math.max(1_000, app.backoffMs * 1.15));
    }
    gone(app, task, end === 'TASK_KILLED' ? 0 : app.backoffMs);
  }

  function gone(app: App, task: Task, backoffMs = 0) {
    app.tasks = app.tasks.filter((each) => each !== task);
    if (app.tasks.length > 0) return;
    if (app.isDeleted) dying.delete(app);
    else wantTask(app, clock.now() + backoffMs);
  }

  function killTask(app: App, task: Task) {
    const wasKilled = task.isKilled;
    task.isKilled = true;
    if (task.container) cluster.kill(task.container);
    else if (!wasKilled && task.state === 'TASK_UNREACHABLE') gone(app, task);
  }

  function create(definition: Definition): HttpResponse {
    const { id } = definition;
    const deleted = [...dying].find((app) => app.definition.id === id);
    if (deleted) return locked(deleted);
    if (apps.has(id)) return answer(409, { message: `An app with id [${id}] already exists.` });
    const app: App = {
      definition: { ...definition, version: newVersion() },
      ...{ isDeleted: false, tasks: [], deployment: `deployment-${++count}`, failure: null, waiting: null },
      ...{ backoffMs: 0, launches: 0 },
    };
    apps.set(id, app);
    wantTask(app);
    return answer(201, { ...app.definition, deployments: [{ id: app.deployment }] });
  }

  function change(app: App, { cpus, ...rest }: Partial<Definition>, isForced: boolean): HttpResponse {
    if (app.deployment && !isForced) return locked(app);
    const isSame = cpus === undefined || cpus === app.definition.cpus;
    if (isSame)
      return answer(200, { version: app.definition.version, deploymentId: `deployment-${++count}` });
    app.definition = { ...app.definition, ...rest, cpus, version: newVersion() };
    app.deployment = `deployment-${++count}`;
    if (app.tasks.length === 0) wantTask(app);
    for (const task of app.tasks) killTask(app, task);
    return answer(200, { version: app.definition.version, deploymentId: app.deployment });
  }

  function remove(app: App): HttpResponse {
    app.isDeleted = true;
    app.waiting = null;
    app.deployment = `deployment-${++count}`;
    apps.delete(app.definition.id);
    if (app.tasks.length > 0) dying.add(app);
    for (const task of app.tasks) killTask(app, task);
    return answer(200, { version: newVersion(), deploymentId: app.deployment });
  }

  function locked({ deployment }: App): HttpResponse {
    const message = "App is locked by one or more deployments. Override with the option '?force=true'.";
    return answer(409, { message, deployments: [{ id: deployment }] });
  }

  function appJson(app: App) {
    const { definition, deployment, failure, tasks } = app;
    const shown = tasks.map(({ id, state, startedAt, version }) => ({ id, state, startedAt, version }));
    return {
      ...{ ...definition, instances: 1, tasks: shown, deployments: deployment ? [{ id: deployment }] : [] },
      ...(failure ? { lastTaskFailure: failure } : {}),
    };
  }

  function queueJson() {
    const waiting = [...apps.values()].flatMap((app) => (app.waiting ? [{ app, waiting: app.waiting }] : []));
    return { queue: waiting.map(({ app, waiting }) => queueItem(app, waiting)) };
  }

  function queueItem(
    { definition }: App,
    { since, notBefore, rejectedAt, usedAt }: NonNullable<App['waiting']>,
  ) {
    const instant = (at: number) => new Date(at).toISOString();
    const declined = { reason: 'InsufficientCpus', declined: 2, processed: 2 };
    const resources = [{ name: 'cpus', scalar: cluster.freeCpus() }];
    return {
      ...{ app: { id: definition.id }, count: 1, since: instant(since) },
      delay: {
        overdue: clock.now() >= notBefore,
        timeLeftSeconds: Math.max(0, notBefore - clock.now()) / 1000,
      },
      processedOffersSummary: {
        ...(usedAt === null ? {} : { lastUsedOfferAt: instant(usedAt) }),
        ...(rejectedAt === null ? {} : { lastUnusedOfferAt: instant(rejectedAt) }),
        rejectSummaryLastOffers: rejectedAt === null ? [] : [declined],
      },
      lastUnusedOffers: rejectedAt === null ? [] : [{ offer: { resources }, timestamp: instant(rejectedAt) }],
    };
  }

  const ofApp: Record<string, (app: App, request: HttpRequest, isForced: boolean) => HttpResponse> = {
    GET: (app) => answer(200, { app: appJson(app) }),
    PATCH: (app, { body = '{}' }, isForced) => change(app, JSON.parse(body), isForced),
    DELETE: (app, _, isForced) => (app.deployment && !isForced ? locked(app) : remove(app)),
  };

  function onApp(request: HttpRequest, path: string, isForced: boolean): HttpResponse {
    const [, id = '', , taskId] = /^(\/[^/]+)(\/tasks(?:\/(.+))?)?$/.exec(path) ?? [];
    const app = apps.get(id);
    if (!app) return missing(`App '${id}'`);
    if (path === id) return ofApp[request.method]?.(app, request, isForced) ?? answer(405, {});
    if (request.method === 'GET') return answer(200, { tasks: appJson(app).tasks });
    // By instance: an old id means what came after it, too.
    const task = app.tasks.find((each) => instanceOf(each.id) === instanceOf(taskId ?? ''));
    if (!task) return missing(`Task '${taskId}'`);
    killTask(app, task);
    return answer(200, { task: { id: task.id, state: task.state } });
  }

  function onDeployment(method: string, id: string): HttpResponse {
    const shown = [...apps.values(), ...dying].flatMap((app) =>
      app.deployment ? [{ id: app.deployment, affectedApps: [app.definition.id], app }] : [],
    );
    if (method === 'GET')
      return answer(
        200,
        shown.map(({ app, ...each }) => each),
      );
    const held = shown.find((each) => each.id === id);
    if (!held) return missing(`DeploymentPlan ${id}`);
    held.app.deployment = null;
    return { status: 202, headers: {}, body: '' };
  }

  return {
    tasks: () => [...live].filter(({ isLive }) => isLive),
    jobIds: () =>
      [...apps.values()].map(({ definition }) =>
        String((definition.env as Record<string, unknown>)?.PACER_JOB_ID ?? ''),
      ),
    failOver() {
      downUntil = clock.now() + 3_000 + 4_000 * weather.chance('takeover');
    },
    deleteByHand(id) {
      const app = apps.get(id);
      if (app) remove(app);
    },
    cutOff(forMs) {
      for (const app of apps.values())
        for (const task of app.tasks) if (task.container?.isLive) cutOff(app, task, task.container, forMs);
    },
    answer(request) {
      if (clock.now() < downUntil) return { status: 502, headers: {}, body: '' };
      if (!cluster.isAllowed(request)) return html(401, 'Error 401 Unauthorized');
      const { pathname, searchParams } = new URL(request.url);
      const isForced = searchParams.get('force') === 'true';
      if (pathname === '/v2/queue') return answer(200, queueJson());
      if (pathname === '/v2/leader') return answer(200, { leader: 'marathon-1:8080' });
      if (pathname.startsWith('/v2/deployments')) return onDeployment(request.method, pathname.slice(16));
      if (pathname === '/v2/apps' && request.method === 'POST')
        return create(JSON.parse(request.body ?? '{}'));
      if (pathname === '/v2/apps') return answer(200, { apps: [...apps.values()].map(appJson) });
      return onApp(request, decodeURIComponent(pathname.slice('/v2/apps'.length)), isForced);
    },
  };

  /** Its task counts as ended, another one is started, and the old one is killed when its agent can be reached again. */
  function cutOff(app: App, task: Task, container: Container, forMs: number) {
    container.isOutOfSight = true;
    tell(`the agent of ${task.id} cannot be reached`);
    task.container = null;
    gone(app, task);
    clock.after(forMs, () => cluster.kill(container));
  }
}

const instanceOf = (taskId: string) => taskId.replace(/\._app\.\d+$/, '');

function answer(status: number, value: unknown): HttpResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

const missing = (what: string) => answer(404, { message: `${what} does not exist` });
