import * as z from 'zod';
import { type AppDefinition, appDefinition } from './app.ts';

/** A task that was launched and has not ended, with the app as it was then. Times are in ms since 1970. */
export const appTask = z.strictObject({
  id: z.string(),
  instanceId: z.string(),
  attempt: z.int(),
  app: appDefinition,
  state: z.enum(['TASK_STAGING', 'TASK_STARTING', 'TASK_RUNNING', 'TASK_UNREACHABLE']),
  /** It was asked to end: to be followed by the next attempt of its instance, or by none. */
  kill: z.enum(['restart', 'replace']).optional(),
  /** It has been unreachable for so long that another one has its place. */
  isInactive: z.boolean().optional(),
  stagedAt: z.number(),
  startedAt: z.number().optional(),
  agentId: z.string(),
  hostname: z.string(),
  ports: z.array(z.int()),
});

export type AppTask = z.infer<typeof appTask>;

/** What is still shown of a task that has ended, until the next attempt of its instance is launched. */
export type DeadTask = { id: string; appId: string; hostname: string; agentId: string; state: string };

/** The last failure of an app, as it is shown. */
export const taskFailure = z.strictObject({
  appId: z.string(),
  host: z.string(),
  message: z.string(),
  state: z.string(),
  taskId: z.string(),
  timestamp: z.string(),
  version: z.string(),
  slaveId: z.string(),
});

export type TaskFailure = z.infer<typeof taskFailure>;

export const isoTime = (ms: number): string => new Date(ms).toISOString();

/** Tasks that count as one of an app's, by what they do. */
export const isActive = ({ kill, state }: AppTask): boolean =>
  kill === undefined && state !== 'TASK_UNREACHABLE';

export const isReady = ({ kill, state }: AppTask): boolean => kill === undefined && state === 'TASK_RUNNING';

export const isReachable = ({ state }: AppTask): boolean => state !== 'TASK_UNREACHABLE';

/** Launched, and nothing heard of it yet: the queue keeps its place until there is. */
export const isProvisioned = ({ state }: AppTask): boolean => state === 'TASK_STAGING';

export const ofVersion =
  ({ version }: AppDefinition) =>
  ({ app }: AppTask): boolean =>
    app.version === version;
