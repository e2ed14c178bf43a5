import type { Container, TaskEnd } from '../container.ts';
import { startContainer } from '../start-container.ts';
import type { App, Marathon, Task, Waiting } from './marathon.ts';

const backoff = { least: 1_000, factor: 1.15, most: 60_000 };

/** Has the app wait for an offer, which it takes at the given instant or later. */
export function wantTask(marathon: Marathon, app: App, notBefore = marathon.cluster.clock.now()): void {
  const usedAt = app.waiting?.usedAt ?? null;
  app.waiting = { since: marathon.cluster.clock.now(), notBefore, rejectedAt: null, usedAt };
  offerLater(marathon, app, app.waiting);
}

function offerLater(marathon: Marathon, app: App, waiting: Waiting): void {
  const { clock, weather, freeCpus } = marathon.cluster;
  const afterMs = weather.strikes('offers-rare') ? 30_000 : 300 + 1_000 * weather.chance('offer');
  clock.after(Math.max(afterMs, waiting.notBefore - clock.now()), () => {
    if (app.isDeleted || app.waiting !== waiting) return;
    if (app.definition.cpus <= freeCpus()) return launch(marathon, app, waiting);
    waiting.rejectedAt = clock.now();
    offerLater(marathon, app, waiting);
  });
}

/** The item stays in the queue until the first status of the task. */
function launch(marathon: Marathon, app: App, waiting: Waiting): void {
  const { clock, weather, tell } = marathon.cluster;
  const { id: appId, version, cpus } = app.definition;
  waiting.usedAt = clock.now();
  const id = `${appId.slice(1)}.instance-${marathon.count}._app.${++app.launches}`;
  const task: Task = {
    id,
    version,
    cpus,
    state: 'TASK_STAGING',
    startedAt: null,
    container: null,
    isKilled: false,
  };
  app.tasks.push(task);
  tell(`Marathon launches ${id} with ${cpus} cpus`);
  clock.after(300 + 2_000 * weather.chance('launch'), () => {
    if (task.isKilled) return gone(marathon, app, task);
    if (app.waiting === waiting) app.waiting = null;
    begin(marathon, app, task);
  });
}

function begin(marathon: Marathon, app: App, task: Task): void {
  const { cluster, live } = marathon;
  const container = startContainer(cluster, {
    taskId: task.id,
    environment: (app.definition.env ?? {}) as Record<string, string>,
    cpus: task.cpus,
    loops: true,
    asks: String(app.definition.cmd).includes('{"ask":"next"}'),
    ended: (end) => cluster.clock.after(50, () => ended(marathon, app, { task, container, end })),
  });
  live.add(container);
  task.container = container;
  task.state = 'TASK_RUNNING';
  task.startedAt = new Date(cluster.clock.now()).toISOString();
  if (task.version === app.definition.version && !app.isDeleted) app.deployment = null;
}

interface Ended {
  task: Task;
  container: Container;
  end: TaskEnd;
}

function ended(marathon: Marathon, app: App, { task, container, end }: Ended): void {
  marathon.live.delete(container);
  if (!app.tasks.includes(task)) return;
  const isCrash = end !== 'TASK_KILLED' && !app.isDeleted;
  if (isCrash) crashed(app, task, end);
  gone(marathon, app, task, isCrash ? app.backoffMs : 0);
}

function crashed(app: App, { id: taskId, version }: Task, end: TaskEnd): void {
  app.failure = { appId: app.definition.id, taskId, state: end, message: `Task ended: ${end}`, version };
  app.backoffMs = Math.min(backoff.most, Math.max(backoff.least, app.backoffMs * backoff.factor));
}

/** Another task follows the last one, unless the app is deleted. */
function gone(marathon: Marathon, app: App, task: Task, afterMs = 0): void {
  app.tasks = app.tasks.filter((each) => each !== task);
  if (app.tasks.length > 0) return;
  if (app.isDeleted) marathon.dying.delete(app);
  else if (app.instances === 0) app.deployment = null;
  else wantTask(marathon, app, marathon.cluster.clock.now() + afterMs);
}

export function killTask({ cluster }: Marathon, task: Task): void {
  task.isKilled = true;
  if (task.container) cluster.kill(task.container);
}

/** The task counts as ended, another one is started, and the old one is killed when its agent can be reached again. */
export function cutOff(marathon: Marathon, app: App, task: Task, forMs: number): void {
  const { container } = task;
  if (!container?.isLive) return;
  const { cluster } = marathon;
  container.isOutOfSight = true;
  cluster.tell(`the agent of ${task.id} cannot be reached`);
  gone(marathon, app, task);
  cluster.clock.after(forMs, () => cluster.kill(container));
}
