import { type AppTask, type DeadTask, isoTime } from './app-task.ts';
import { type Marathon, tasksOf } from './marathon.ts';

const address = [{ ipAddress: '127.0.0.1', protocol: 'IPv4' }];

/** The state that is shown: a task that was asked to end runs until it has ended, unless the server tells. */
export function shownState({ settings }: Marathon, { state, kill }: AppTask): string {
  return settings.showsKilling && kill && state === 'TASK_RUNNING' ? 'TASK_KILLING' : state;
}

export function taskJson(marathon: Marathon, task: AppTask, servicePorts: readonly number[] = []) {
  const { id, app, hostname, agentId, state, ports, stagedAt, startedAt } = task;
  return {
    appId: app.id,
    healthCheckResults: [],
    host: hostname,
    id,
    ipAddresses: state === 'TASK_STAGING' ? [] : address,
    ports,
    servicePorts,
    slaveId: agentId,
    state: shownState(marathon, task),
    stagedAt: isoTime(stagedAt),
    ...(startedAt === undefined ? {} : { startedAt: isoTime(startedAt) }),
    version: app.version,
    localVolumes: [],
  };
}

export const deadTaskJson = (task: DeadTask, servicePorts: readonly number[] = []) => ({
  appId: task.appId,
  healthCheckResults: [],
  host: task.hostname,
  id: task.id,
  ipAddresses: address,
  ports: [],
  servicePorts,
  slaveId: task.agentId,
  state: task.state,
  localVolumes: [],
});

/** Dead tasks whose instances wait for their next launch. */
export const deadTasksOf = ({ queue }: Marathon, appId: string): DeadTask[] =>
  (queue.get(appId)?.slots ?? []).flatMap(({ dead }) => dead ?? []);

/** Whatever is shown as a task of an app. */
export const tasksJson = (marathon: Marathon, appId: string, servicePorts: readonly number[] = []) => [
  ...tasksOf(marathon, appId).map((task) => taskJson(marathon, task, servicePorts)),
  ...deadTasksOf(marathon, appId).map((task) => deadTaskJson(task, servicePorts)),
];
