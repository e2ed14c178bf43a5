import * as z from 'zod';
import { type AppDefinition, appDefinition, servicePorts } from './app.ts';

/** A task that was launched and has not ended, with the app as it was then. Times are in ms since 1970. */
export const appTask = z.strictObject({
  id: z.string(),
  instanceId: z.string(),
  attempt: z.int(),
  app: appDefinition,
  state: z.enum(['TASK_STAGING', 'TASK_RUNNING', 'TASK_KILLING']),
  stagedAt: z.number(),
  startedAt: z.number().optional(),
  agentId: z.string(),
  hostname: z.string(),
  ports: z.array(z.int()),
});

export type AppTask = z.infer<typeof appTask>;

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

export function taskJson(task: AppTask) {
  const { id, app, hostname, agentId, state, ports, stagedAt, startedAt } = task;
  return {
    id,
    appId: app.id,
    host: hostname,
    slaveId: agentId,
    state,
    stagedAt: isoTime(stagedAt),
    ...(startedAt === undefined ? {} : { startedAt: isoTime(startedAt) }),
    version: app.version,
    ports,
    servicePorts: servicePorts(app),
    ipAddresses: [{ ipAddress: '127.0.0.1', protocol: 'IPv4' }],
    healthCheckResults: [],
    localVolumes: [],
  };
}

/** Tasks that count as one of an app's, by what they do. */
export const isActive = ({ state }: AppTask): boolean => state !== 'TASK_KILLING';

export const isReady = ({ state }: AppTask): boolean => state === 'TASK_RUNNING';

export const ofVersion =
  ({ version }: AppDefinition) =>
  ({ app }: AppTask): boolean =>
    app.version === version;
