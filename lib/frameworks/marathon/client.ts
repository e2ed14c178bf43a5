import * as z from 'zod';
import type { HttpResponse } from '../../http/http.ts';
import { jsonOf } from '../../http/json-of.ts';
import { type RestAccess, type RestCall, restCaller } from '../../http/rest-caller.ts';
import type { MarathonCredentials } from './credentials.ts';
import { errorOf } from './errors.ts';

const named = z.object({ id: z.string() });

const task = z.object({
  id: z.string(),
  state: z.string().nullish(),
  startedAt: z.string().nullish(),
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
  lastTaskFailure: z
    .object({ taskId: z.string(), message: z.string().nullish(), state: z.string() })
    .nullish(),
});

/** What waits for its launch, an app or a pod. A rejection is a reason for which offers were declined, and of how many. */
const queueItem = z.object({
  app: named.nullish(),
  count: z.number(),
  delay: z.object({ overdue: z.boolean() }),
  processedOffersSummary: z
    .object({
      rejectSummaryLastOffers: z.array(z.object({ reason: z.string(), declined: z.number() })).nullish(),
    })
    .nullish(),
  lastUnusedOffers: z
    .array(
      z.object({
        offer: z.object({
          resources: z.array(z.looseObject({ name: z.string(), scalar: z.number().nullish() })),
        }),
      }),
    )
    .nullish(),
});

const deployment = z.object({ id: z.string(), affectedApps: z.array(z.string()) });

/** An app as Marathon 1.4 to 1.11 shows it; fields that Pacer does not use are kept. */
export type MarathonApp = z.infer<typeof app>;
export type MarathonTask = z.infer<typeof task>;
export type QueueItem = z.infer<typeof queueItem>;
export type Deployment = z.infer<typeof deployment>;

export interface MarathonClient {
  /** The app with its tasks, deployments and last failure; null if there is none. */
  getInfo(id: string): Promise<MarathonApp | null>;
  /** Creates the app. Throws AppExistsError, AppLockedError while one of that id is being deleted, or InvalidAppError. */
  sendJob(app: { id: string } & Record<string, unknown>): Promise<void>;
  /** Changes the given fields; right, too, when there is no such app. Throws AppLockedError unless it is forced. */
  updateJob(id: string, change: Record<string, unknown>, how: { force: boolean }): Promise<void>;
  /** Deletes the app and kills its tasks, whatever is being deployed; right, too, when there is no such app. */
  deleteJob(id: string): Promise<void>;
  /** Kills the tasks of the app, which Marathon then starts anew. */
  killTasks(id: string): Promise<void>;
  getTasks(id: string): Promise<MarathonTask[]>;
  getDeployments(): Promise<Deployment[]>;
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
    const { status, body } = await call({ method: 'GET', path: pathOf(id) }, isUnknownApp);
    return status === 404 ? null : z.object({ app }).parse(jsonOf(body)).app;
  };

  return {
    getInfo,
    async sendJob(json) {
      await call({ method: 'POST', path: '/v2/apps', json });
    },
    async updateJob(id, change, { force }) {
      const current = await getInfo(id);
      if (!current) return;
      const kept = lostByUpdates.flatMap((field) => (field in current ? [[field, current[field]]] : []));
      const json = { ...Object.fromEntries(kept), ...change };
      // Not PUT, which would make an app of the change alone if somebody has just deleted it.
      await call({ method: 'PATCH', path: `${pathOf(id)}?force=${force}`, json }, isUnknownApp);
    },
    async deleteJob(id) {
      await call({ method: 'DELETE', path: `${pathOf(id)}?force=true` }, isUnknownApp);
    },
    async killTasks(id) {
      await call({ method: 'DELETE', path: `${pathOf(id)}/tasks` }, isUnknownApp);
    },
    getTasks: async (id) => z.object({ tasks: z.array(task) }).parse(await get(`${pathOf(id)}/tasks`)).tasks,
    getDeployments: async () => z.array(deployment).parse(await get('/v2/deployments')),
    async getQueueItem(id) {
      const { queue } = z
        .object({ queue: z.array(queueItem) })
        .parse(await get('/v2/queue?embed=lastUnusedOffers'));
      return queue.find((item) => item.app?.id === id) ?? null;
    },
  };
}

function pathOf(id: string): string {
  return `/v2/apps${id.split('/').map(encodeURIComponent).join('/')}`;
}

/** A 404 in other words may be that of a proxy, or of a wrong URL. */
function isUnknownApp({ status, body }: HttpResponse): boolean {
  return status === 404 && /'[^']+' does not exist/.test(body);
}
