import type * as z from 'zod/mini';
import type { HttpResponse } from '../../http/http.ts';
import { jsonOf } from '../../http/json.ts';
import { type RestAccess, type RestCall, restCaller } from '../../http/rest-caller.ts';
import type { MarathonCredentials } from './credentials.ts';
import { errorOf, InvalidAppError } from './errors.ts';

import {
  anyQueue,
  appReply,
  appsReply,
  type Deployment,
  deploymentsReply,
  type MarathonApp,
  type MarathonTask,
  type NamedApp,
  namedApp,
  type QueueItem,
  queueItem,
  resourceLimits,
  tasksReply,
} from './replies.ts';

/** An app as it is created. */
export type NewApp = { id: string } & Record<string, unknown>;

export interface MarathonClient {
  /** The app with its tasks, deployments and last failure; null if there is none. */
  getInfo(id: string): Promise<MarathonApp | null>;
  /** All apps that Marathon shows to this login; those that cannot be read are left out. */
  listJobs(): Promise<NamedApp[]>;
  /** Creates the app. Throws AppExistsError, AppLockedError while one of that id is being deleted, or InvalidAppError. */
  sendJob(app: NewApp): Promise<void>;
  /**
   * Changes the given fields; does nothing if there is no such app. Throws AppLockedError unless it is forced. Throws
   * DeploymentLimitError, as sendJob and deleteJob do, when as many deployments are running as Marathon allows.
   */
  updateJob(id: string, change: Record<string, unknown>, how: { force: boolean }): Promise<void>;
  /** Deletes the app and kills its tasks, even during a deployment. Idempotent. */
  deleteJob(id: string): Promise<void>;
  /**
   * Kills one task of the app, which Marathon then replaces; does nothing if it has ended. Marathon from 1.8 on kills whatever runs
   * in the task's instance, and a task that was started again shares its instance with its predecessor.
   */
  killTask(id: string, taskId: string): Promise<void>;
  getTasks(id: string): Promise<MarathonTask[]>;
  getDeployments(): Promise<Deployment[]>;
  /** Ends a deployment where it stands: what it has queued stays queued. Idempotent. */
  cancelDeployment(id: string): Promise<void>;
  /** The tasks of all apps that wait for their launch or have no status yet; items that cannot be read are left out. */
  getQueue(): Promise<QueueItem[]>;
  /** What the app has in the queue, and why it waits; null if it has nothing there. */
  getQueueItem(id: string): Promise<QueueItem | null>;
}

/** A partial update clears these when they are left out, the first from Marathon 1.8 on and the second from 1.10 on. */
const lostByUpdates = ['executorResources', 'resourceLimits'];

/** The REST API of Marathon 1.4 to 1.11. Throws UpstreamError for a wrong answer, NoAnswerError for none. */
export function marathonClient(access: RestAccess<MarathonCredentials>): MarathonClient {
  const { call, get, remove } = caller(access);
  const getInfo = async (id: string) => {
    const { status, body } = await call({ method: 'GET', path: pathOf(id) }, isUnknown(`App '${id}'`));
    return status === 404 ? null : appReply().parse(jsonOf(body)).app;
  };
  const queued = async () => anyQueue().parse(await get('/v2/queue?embed=lastUnusedOffers')).queue;

  return {
    getInfo,
    listJobs: async () => appsReply.parse(await get('/v2/apps')).apps.flatMap(ifReadable(namedApp())),
    async sendJob(json) {
      await call({ method: 'POST', path: '/v2/apps', json });
    },
    async updateJob(id, change, { force }) {
      const current = await getInfo(id);
      if (!current) return;
      // PATCH, because PUT would create an app of the change alone if somebody has just deleted the old one.
      const request = { method: 'PATCH', path: `${pathOf(id)}?force=${force}` } as const;
      const sent = call({ ...request, json: withKeptFields(change, current) }, isUnknown(`App '${id}'`));
      await sent.catch(async (error) => {
        // If the app was deleted meanwhile, Marathon says that the change alone is no valid app.
        if (!(error instanceof InvalidAppError) || (await getInfo(id))) throw error;
      });
    },
    deleteJob: (id) => remove(`${pathOf(id)}?force=true`, `App '${id}'`),
    killTask: (id, taskId) =>
      remove(`${pathOf(id)}/tasks/${encodeURIComponent(taskId)}`, `App '${id}'`, `Task '${taskId}'`),
    getTasks: async (id) => tasksReply().parse(await get(`${pathOf(id)}/tasks`)).tasks,
    getDeployments: async () => deploymentsReply().parse(await get('/v2/deployments')),
    cancelDeployment: (id) =>
      remove(`/v2/deployments/${encodeURIComponent(id)}?force=true`, `DeploymentPlan ${id}`),
    getQueue: async () => (await queued()).flatMap(ifReadable(queueItem())),
    async getQueueItem(id) {
      const found = (await queued()).find((item) => item.app?.id === id);
      return found ? queueItem().parse(found) : null;
    },
  };
}

function caller(access: RestAccess<MarathonCredentials>) {
  const send = restCaller(access);
  /** The answer, if it is one of success or one that is accepted; else throws the error that it means. */
  async function call(
    request: RestCall,
    accepted?: (answer: HttpResponse) => boolean,
  ): Promise<HttpResponse> {
    const answered = await send(request);
    if (answered.answer.status < 300 || accepted?.(answered.answer)) return answered.answer;
    throw errorOf(request.method, answered);
  }
  return {
    call,
    get: async (path: string) => jsonOf((await call({ method: 'GET', path })).body),
    /** Deletes what is at the path, unless Marathon says that one of `what` does not exist. */
    async remove(path: string, ...what: string[]): Promise<void> {
      await call({ method: 'DELETE', path }, isUnknown(...what));
    },
  };
}

/** Reads an element of a list. One that cannot be read is left out, so that it does not hide the others. */
function ifReadable<Element>(schema: z.ZodMiniType<Element>): (element: unknown) => Element[] {
  return (element) => {
    const { success, data } = schema.safeParse(element);
    return success ? [data] : [];
  };
}

/** The change, with the fields that a partial update would clear. */
function withKeptFields(change: Record<string, unknown>, current: MarathonApp): Record<string, unknown> {
  const kept = lostByUpdates.flatMap((field) => (field in current ? [[field, current[field]]] : []));
  return withinLimits({ ...Object.fromEntries(kept), ...change });
}

/** Marathon refuses a limit below the cpus, so the limit is raised to them. */
function withinLimits(change: Record<string, unknown>): Record<string, unknown> {
  const limits = resourceLimits.safeParse(change.resourceLimits);
  const isBelow = limits.success && typeof change.cpus === 'number' && limits.data.cpus < change.cpus;
  return isBelow ? { ...change, resourceLimits: { ...limits.data, cpus: change.cpus } } : change;
}

function pathOf(id: string): string {
  return `/v2/apps${id.split('/').map(encodeURIComponent).join('/')}`;
}

/** True for the 404 in which Marathon names one of these. A 404 in other words may come from a proxy or a wrong URL. */
function isUnknown(...what: string[]) {
  return ({ status, body }: HttpResponse): boolean =>
    status === 404 && what.some((each) => body.includes(`"${each} does not exist`));
}
