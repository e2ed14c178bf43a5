import * as z from 'zod/mini';
import { once } from '../../request/timed.ts';

// What Marathon answers. The schemas are made when the first such answer comes: a job of Chronos needs none.

const named = () => z.object({ id: z.string() });

const task = () =>
  z.object({
    id: z.string(),
    state: z.nullish(z.string()),
    stagedAt: z.nullish(z.string()),
    startedAt: z.nullish(z.string()),
    version: z.nullish(z.string()),
  });

const taskFailure = () =>
  z.object({
    taskId: z.string(),
    message: z.nullish(z.string()),
    state: z.string(),
    version: z.nullish(z.string()),
  });

const app = () =>
  z.looseObject({
    id: z.string(),
    cpus: z.number(),
    instances: z.number(),
    version: z.string(),
    env: z.nullish(z.record(z.string(), z.unknown())),
    deployments: z.nullish(z.array(named())),
    tasks: z.nullish(z.array(task())),
    lastTaskFailure: z.nullish(taskFailure()),
  });

export const namedApp = once(() => z.pick(app(), { id: true, env: true }));

/** The queue holds other apps and pods too, in any form: only the item that is asked for is checked closely. */
export const anyQueue = once(() =>
  z.object({
    queue: z.array(z.looseObject({ app: z.nullish(z.looseObject({ id: z.unknown() })) })),
  }),
);

/** Tasks of an app that wait for their launch or have no status yet. A rejection is a reason why offers were declined, and how many. */
export const queueItem = once(() =>
  z.object({
    app: z.object({ id: z.string(), env: z.nullish(z.record(z.string(), z.unknown())) }),
    count: z.number(),
    since: z.nullish(z.string()),
    delay: z.object({ overdue: z.boolean() }),
    processedOffersSummary: z.nullish(
      z.object({
        lastUsedOfferAt: z.nullish(z.string()),
        lastUnusedOfferAt: z.nullish(z.string()),
        rejectSummaryLastOffers: z.nullish(z.array(z.object({ reason: z.string(), declined: z.number() }))),
      }),
    ),
    lastUnusedOffers: z.catch(
      z.nullish(
        z.array(
          z.object({
            timestamp: z.nullish(z.string()),
            reason: z.nullish(z.array(z.string())),
            offer: z.object({
              resources: z.array(z.looseObject({ name: z.string(), scalar: z.nullish(z.number()) })),
            }),
          }),
        ),
      ),
      null,
    ),
  }),
);

const deployment = () =>
  z.object({
    id: z.string(),
    affectedApps: z.array(z.string()),
    affectedPods: z.nullish(z.array(z.string())),
  });

export const appReply = once(() => z.object({ app: app() }));
export const appsReply = z.object({ apps: z.array(z.unknown()) });
export const tasksReply = once(() => z.object({ tasks: z.array(task()) }));
export const deploymentsReply = once(() => z.array(deployment()));
export const resourceLimits = z.looseObject({ cpus: z.number() });

/** An app as Marathon 1.4 to 1.11 shows it; fields that Pacer does not use are kept. */
export type MarathonApp = z.infer<ReturnType<typeof app>>;
/** The part of an app that says whose it is. */
export type NamedApp = z.infer<ReturnType<typeof namedApp>>;
export type MarathonTask = z.infer<ReturnType<typeof task>>;
export type TaskFailure = z.infer<ReturnType<typeof taskFailure>>;
export type QueueItem = z.infer<ReturnType<typeof queueItem>>;
export type Deployment = z.infer<ReturnType<typeof deployment>>;
