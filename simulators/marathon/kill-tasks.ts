import type { AppDefinition } from './app.ts';
import type { AppTask } from './app-task.ts';
import { announceInstance } from './instance-events.ts';
import { refill } from './launch-queue.ts';
import type { Marathon } from './marathon.ts';

/**
 * Asks tasks to end; each has the grace period of the app that it was launched for, and counts until it has ended. Whether an
 * instance goes on with its next attempt is what the last one wants who asks.
 */
export function killTasks(
  marathon: Marathon,
  tasks: readonly AppTask[],
  kill: 'restart' | 'replace',
  tell: typeof announceInstance = announceInstance,
): void {
  for (const task of tasks) {
    const isAsked = task.kill !== undefined;
    if (kill === 'replace' && task.kill !== 'replace') tell(marathon, task, 'Running');
    if (!isAsked || kill === 'replace') task.kill = kill;
    if (!isAsked) sendKill(marathon, task);
  }
}

/** Forgets instances as if they had never been, whatever becomes of their tasks; others take their places. */
export function wipeTasks(marathon: Marathon, tasks: readonly AppTask[]): void {
  for (const task of tasks) {
    sendKill(marathon, task);
    marathon.tasks.delete(task.id);
    const app = marathon.apps.get(task.app.id);
    if (app) refill(marathon, app);
  }
}

/** Sends a kill, and again from time to time until it is obeyed. */
function sendKill(marathon: Marathon, task: AppTask): void {
  const { cluster, timing, trouble, clock } = marathon;
  if (marathon.tasks.get(task.id) !== task) return;
  const isLost = trouble.partitioned.has(task.agentId) || trouble.losesKillsOf(task.app.id);
  if (!isLost) cluster.kill(task.id, graceOf(marathon, task));
  clock.after(timing.killRetryIntervalMs, () => sendKill(marathon, task));
}

/** What a killed task gets to end by itself, ms. */
export function graceOf({ timing }: Marathon, { app }: AppTask): number {
  const seconds = app.taskKillGracePeriodSeconds;
  return seconds === undefined ? timing.killGraceMs : seconds * 1000;
}

/** Those of the tasks that go first when there are too many. */
export function surplus(
  tasks: readonly AppTask[],
  count: number,
  { killSelection }: AppDefinition,
): AppTask[] {
  const sign = killSelection === 'YOUNGEST_FIRST' ? -1 : 1;
  const inOrder = tasks.toSorted((a, b) => sign * (a.stagedAt - b.stagedAt));
  return inOrder.slice(0, Math.max(0, count));
}
