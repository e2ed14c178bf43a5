import type { AppDefinition } from './app.ts';
import { type AppTask, isoTime } from './app-task.ts';
import { tellInstance } from './instance-events.ts';
import { advancedDelay, delayKey, raisedDelay } from './launch-delay.ts';
import { leaveQueue, refill } from './launch-queue.ts';
import { deploymentsOf, type Marathon } from './marathon.ts';
import { isSameConfig } from './plan.ts';
import { runDeployments, tellStopped } from './run-deployments.ts';
import type { TaskNews } from './task-news.ts';
import { loseTask } from './unreachable.ts';

/** Ends that make the next launch wait: a finished task is as bad as a failed one, a killed one costs nothing. */
const delaying: readonly TaskNews['state'][] = ['TASK_FINISHED', 'TASK_FAILED'];
const failing: readonly TaskNews['state'][] = ['TASK_FAILED', 'TASK_LOST'];

/** Applies what Mesos says of a task. Tasks that are not known are ignored, and an agent that is cut off is heard later. */
export function updateTask(marathon: Marathon, news: TaskNews): void {
  const held = marathon.trouble.partitioned.get(news.agentId);
  if (held && news.state !== 'TASK_UNREACHABLE') {
    held.push(news);
    return;
  }
  const task = marathon.tasks.get(news.taskId);
  if (!task) return;
  apply(marathon, task, news);
  leaveQueue(marathon, task.app.id);
  tellStopped(marathon, task.app.id);
  announce(marathon, task, news);
  runDeployments(marathon);
  marathon.persist();
}

function apply(marathon: Marathon, task: AppTask, news: TaskNews): void {
  switch (news.state) {
    case 'TASK_STARTING':
      task.state = 'TASK_STARTING';
      return;
    case 'TASK_RUNNING':
      begin(marathon, task);
      return;
    case 'TASK_UNREACHABLE':
      loseTask(marathon, task);
      return;
    default:
      end(marathon, task, news);
  }
}

function begin({ delays, clock }: Marathon, task: AppTask): void {
  const now = clock.now();
  task.startedAt ??= now;
  task.state = 'TASK_RUNNING';
  const delay = delays.get(delayKey(task.app));
  if (delay) delays.set(delayKey(task.app), advancedDelay(delay, now));
}

/** Every app has as many tasks as it asks for: what ends by itself is launched again, for ever. */
function end(marathon: Marathon, task: AppTask, news: TaskNews): void {
  const now = marathon.clock.now();
  marathon.tasks.delete(task.id);
  const app = marathon.apps.get(task.app.id);
  if (!app) return;
  const isCurrent = isSameConfig({ original: task.app, target: app });
  if (isCurrent && delaying.includes(news.state)) {
    const key = delayKey(task.app);
    marathon.delays.set(key, raisedDelay(marathon.delays.get(key), task.app, now));
  }
  if (failing.includes(news.state)) marathon.failures.set(app.id, failureOf(task, news, now));
  const goesOn = isCurrent && task.kill !== 'replace' && !isBeingReplaced(marathon, task, app);
  refill(marathon, app, goesOn ? nextAttempt(task, news, now) : undefined);
}

/** A restart gives the app a version and changes nothing, so that only its deployment tells old tasks from new ones. */
const isBeingReplaced = (marathon: Marathon, task: AppTask, app: AppDefinition): boolean =>
  task.app.version !== app.version &&
  deploymentsOf(marathon, app.id).some(({ steps }) =>
    steps.flat().some((step) => step.action === 'RestartApplication' && step.app === app.id),
  );

const nextAttempt = ({ instanceId, attempt, ...task }: AppTask, { state }: TaskNews, now: number) => ({
  instanceId,
  attempt: attempt + 1,
  queuedAt: now,
  dead: { id: task.id, appId: task.app.id, hostname: task.hostname, agentId: task.agentId, state },
});

const failureOf = ({ app, id }: AppTask, { hostname, message, state, agentId }: TaskNews, now: number) => ({
  appId: app.id,
  host: hostname,
  message,
  state,
  taskId: id,
  timestamp: isoTime(now),
  version: app.version,
  slaveId: agentId,
});

const conditions: Record<TaskNews['state'], string> = {
  TASK_STARTING: 'Starting',
  TASK_RUNNING: 'Running',
  TASK_UNREACHABLE: 'Unreachable',
  TASK_FINISHED: 'Finished',
  TASK_FAILED: 'Failed',
  TASK_KILLED: 'Killed',
  TASK_LOST: 'Gone',
};

function announce(marathon: Marathon, task: AppTask, { agentId, hostname, state, message }: TaskNews): void {
  const { id, app, ports } = task;
  const ipAddresses = [{ ipAddress: '127.0.0.1', protocol: 'IPv4' }];
  marathon.events.emit('status_update_event', {
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
  tellInstance(marathon, task, conditions[state]);
}
