import * as z from 'zod';
import type { HttpResponse } from '../../http/http.ts';
import { jsonOf } from '../../http/json.ts';
import { type RestAccess, type RestCall, restCaller } from '../../http/rest-caller.ts';
import type { MarathonCredentials } from './credentials.ts';
import { errorOf, InvalidAppError } from './errors.ts';

const named = z.object({ id: z.string() });

const task = z.object({
  id: z.string(),
  state: z.string().nullish(),
  stagedAt: z.string().nullish(),
  startedAt: z.string().nullish(),
  version: z.string().nullish(),
});

const taskFailure = z.object({
  taskId: z.string(),
  message: z.string().nullish(),
  state: z.string(),
  version: z.string().nullish(),
});

const app = z.looseObject({
  id: z.string(),
  cpus: z.number(),
  instances: z.number(),
  version: z.string(),
  env: z.record(z.string(), z.unknown()).nullish(),
  deployments: z.array(named).nullish(),
  tasks: z.array(task).nullish(),
  lastTaskFailure: taskFailure.nullish(),
});

const namedApp = app.pick({ id: true, env: true });

/** Also of other apps and of pods, in whatever form: only what is asked for is looked at closely. */
const anyQueue = z.object({
  queue: z.array(z.looseObject({ app: z.looseObject({ id: z.unknown() }).nullish() })),
});

/** What of an app waits for its launch, or is launched and has no status yet. A rejection is a reason for which offers were declined, and of how many. */
const queueItem = z.object({
  app: z.object({ id: z.string(), env: z.record(z.string(), z.unknown()).nullish() }),
  count: z.number(),
  since: z.string().nullish(),
  delay: z.object({ overdue: z.boolean() }),
  processedOffersSummary: z
    .object({
      lastUsedOfferAt: z.string().nullish(),
      lastUnusedOfferAt: z.string().nullish(),
      rejectSummaryLastOffers: z.array(z.object({ reason: z.string(), declined: z.number() })).nullish(),
    })
    .nullish(),
  lastUnusedOffers: z
    .array(
      z.object({
        timestamp: z.string().nullish(),
        reason: z.array(z.string()).nullish(),
        offer: z.object({
          resources: z.array(z.looseObject({ name: z.string(), scalar: z.number().nullish() })),
        }),
      }),
    )
    .nullish()
    .catch(null),
});

const deployment = z.object({
  id: z.string(),
  affectedApps: z.array(z.string()),
  affectedPods: z.array(z.string()).nullish(),
});

const appReply = z.object({ app });
const appsReply = z.object({ apps: z.array(z.unknown()) });
const tasksReply = z.object({ tasks: z.array(task) });
const deploymentsReply = z.array(deployment);
const resourceLimits = z.looseObject({ cpus: z.number() });

/** An app as Marathon 1.4 to 1.11 shows it; fields that Pacer does not use are kept. */
export type MarathonApp = z.infer<typeof app>;
/** What of an app says whose it is. */
export type NamedApp = z.infer<typeof namedApp>;
export type MarathonTask = z.infer<typeof task>;
export type TaskFailure = z.infer<typeof taskFailure>;
export type QueueItem = z.infer<typeof queueItem>;
export type Deployment = z.infer<typeof deployment>;

export interface MarathonClient {
  /** The app with its tasks, deployments and last failure; null if there is none. */
  getInfo(id: string): Promise<MarathonApp | null>;
  /** All apps that Marathon shows to this login, as far as they can be read. */
  listJobs(): Promise<NamedApp[]>;
  /** Creates the app. Throws AppExistsError, AppLockedError while one of that id is being deleted, or InvalidAppError. */
  sendJob(app: { id: string } & Record<string, unknown>): Promise<void>;
  /**
   * Changes the given fields; no error if there is no such app. Throws AppLockedError unless it is forced, and
   * DeploymentLimitError in any case when as many deployments run as Marathon allows, as sendJob and deleteJob do.
   */
  updateJob(id: string, change: Record<string, unknown>, how: { force: boolean }): Promise<void>;
  /** Deletes the app and kills its tasks, whatever is being deployed. Idempotent. */
  deleteJob(id: string): Promise<void>;
  /**
   * Kills one task of the app, which Marathon then restarts. Idempotent. Marathon from 1.8 on kills whatever
   * runs of the task's instance, which a task that was started again shares with the one before.
   */
  killTask(id: string, taskId: string): Promise<void>;
  getTasks(id: string): Promise<MarathonTask[]>;
  getDeployments(): Promise<Deployment[]>;
  /** Ends a deployment where it stands: what it has queued stays queued. Right, too, when it has ended. */
  cancelDeployment(id: string): Promise<void>;
  /** What waits to be launched, or is launched and has no status yet, of all apps that can be read. */
  getQueue(): Promise<QueueItem[]>;
  /** What of the app waits to be launched, and why; null if nothing does. */
  getQueueItem(id: string): Promise<QueueItem | null>;
}

/** A partial update sets these to nothing when they are left out, from Marathon 1.8 and from 1.10 on. */
const lostByUpdates = ['executorResources', 'resourceLimits'];

/** The REST API of Marathon 1.4 to 1.11. Throws UpstreamError for an answer that is not right, NoAnswerError for none. */
export function marathonClient(access: RestAccess<MarathonCredentials>): MarathonClient {
  const send = restCaller(access);
  const call = async (request: RestCall, accepted?: (answer: HttpResponse) => boolean) => {
    const answered = await send(request);
    if (answered.answer.status < 300 || accepted?.(answered.answer)) return answered.answer;
    throw errorOf(request.method, answered);
  };
  const get = async (path: string) => jsonOf((await call({ method: 'GET', path })).body);
  const getInfo = async (id: string) => {
    const { status, body } = await call({ method: 'GET', path: pathOf(id) }, isUnknown(`App '${id}'`));
    return status === 404 ? null : appReply.parse(jsonOf(body)).app;
  };
  const queued = async () => anyQueue.parse(await get('/v2/queue?embed=lastUnusedOffers')).queue;

  return {
    getInfo,
    async listJobs() {
      const { apps } = appsReply.parse(await get('/v2/apps'));
      // One that cannot be read does not hide the others.
      return apps.flatMap((each) => namedApp.safeParse(each).data ?? []);
    },
    async sendJob(json) {
      await call({ method: 'POST', path: '/v2/apps', json });
    },
    async updateJob(id, change, { force }) {
      const current = await getInfo(id);
      if (!current) return;
      const kept = lostByUpdates.flatMap((field) => (field in current ? [[field, current[field]]] : []));
      const json = withinLimits({ ...Object.fromEntries(kept), ...change });
      try {
        // Not PUT, which would make an app of the change alone if somebody has just deleted it.
        await call({ method: 'PATCH', path: `${pathOf(id)}?force=${force}`, json }, isUnknown(`App '${id}'`));
      } catch (error) {
        // Of an app that has gone meanwhile Marathon says that the change alone is no valid app.
        if (!(error instanceof InvalidAppError) || (await getInfo(id))) throw error;
      }
    },
    async deleteJob(id) {
      await call({ method: 'DELETE', path: `${pathOf(id)}?force=true` }, isUnknown(`App '${id}'`));
    },
    async killTask(id, taskId) {
      const path = `${pathOf(id)}/tasks/${encodeURIComponent(taskId)}`;
      await call({ method: 'DELETE', path }, isUnknown(`App '${id}'`, `Task '${taskId}'`));
    },
    getTasks: async (id) => tasksReply.parse(await get(`${pathOf(id)}/tasks`)).tasks,
    getDeployments: async () => deploymentsReply.parse(await get('/v2/deployments')),
    async cancelDeployment(id) {
      const path = `/v2/deployments/${encodeURIComponent(id)}?force=true`;
      await call({ method: 'DELETE', path }, isUnknown(`DeploymentPlan ${id}`));
    },
    async getQueue() {
      return (await queued()).flatMap((item) => queueItem.safeParse(item).data ?? []);
    },
    async getQueueItem(id) {
      const found = (await queued()).find((item) => item.app?.id === id);
      return found ? queueItem.parse(found) : null;
    },
  };
}

/** A limit below the cpus would be refused. */
function withinLimits(change: Record<string, unknown>): Record<string, unknown> {
  const limits = resourceLimits.safeParse(change.resourceLimits);
  const isBelow = limits.success && typeof change.cpus === 'number' && limits.data.cpus < change.cpus;
  return isBelow ? { ...change, resourceLimits: { ...limits.data, cpus: change.cpus } } : change;
}

function pathOf(id: string): string {
  return `/v2/apps${id.split('/').map(encodeURIComponent).join('/')}`;
}

/** Takes the 404 that says so of one of these. In other words it may be that of a proxy, or of a wrong URL. */
function isUnknown(...what: string[]) {
  return ({ status, body }: HttpResponse): boolean =>
    status === 404 && what.some((each) => body.includes(`"${each} does not exist`));
}
