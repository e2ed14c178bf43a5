import type { TaskStatus } from '../mesos/task.ts';
import { type AppTask, isActive, isoTime } from './app-task.ts';
import { advancedDelay, delayKey, raisedDelay } from './launch-delay.ts';
import { refill } from './launch-queue.ts';
import type { Marathon } from './marathon.ts';
import { runDeployments } from './run-deployments.ts';

/** Ends that make the next launch wait: a finished task is as bad as a failed one, a killed one costs nothing. */
const delaying: readonly TaskStatus['state'][] = ['TASK_FINISHED', 'TASK_FAILED'];
const failing: readonly TaskStatus['state'][] = ['TASK_FAILED', 'TASK_LOST'];

/** Applies what Mesos says of a task. Tasks that are not known are ignored. */
export function updateTask(marathon: Marathon, status: TaskStatus): void {
  const task = marathon.tasks.get(status.taskId);
  if (!task) return;
  if (status.state === 'TASK_RUNNING') begin(marathon, task);
  else end(marathon, task, status);
  announce(marathon, task, status);
  runDeployments(marathon);
  marathon.persist();
}

function begin({ delays }: Marathon, task: AppTask): void {
  const now = Date.now();
  task.startedAt ??= now;
  if (isActive(task)) task.state = 'TASK_RUNNING';
  const delay = delays.get(delayKey(task.app));
  if (delay) delays.set(delayKey(task.app), advancedDelay(delay, now));
}

/** Every app has as many tasks as it asks for: what ends by itself is launched again, for ever. */
function end(marathon: Marathon, task: AppTask, status: TaskStatus): void {
  const now = Date.now();
  marathon.tasks.delete(task.id);
  const app = marathon.apps.get(task.app.id);
  if (!app) return;
  const key = delayKey(task.app);
  const isCurrent = key === delayKey(app);
  if (isCurrent && delaying.includes(status.state)) {
    marathon.delays.set(key, raisedDelay(marathon.delays.get(key), task.app, now));
  }
  if (failing.includes(status.state)) marathon.failures.set(app.id, failureOf(task, status, now));
  const { instanceId, attempt } = task;
  const next = isCurrent && isActive(task) ? { instanceId, attempt: attempt + 1 } : undefined;
  refill(marathon, app, next);
}

const failureOf = ({ app, id }: AppTask, { hostname, message, state, agentId }: TaskStatus, now: number) => ({
  appId: app.id,
  host: hostname,
  message,
  state,
  taskId: id,
  timestamp: isoTime(now),
  version: app.version,
  slaveId: agentId,
});

function announce({ events }: Marathon, { id, app, ports }: AppTask, status: TaskStatus): void {
  const { agentId, hostname, state, message } = status;
  const ipAddresses = [{ ipAddress: '127.0.0.1', protocol: 'IPv4' }];
  events.emit('status_update_event', {
    slaveId: agentId,
    taskId: id,
    taskStatus: state,
    message,
    appId: app.id,
    host: hostname,
    ipAddresses,
    ports,
    version: app.version,
  });
}
