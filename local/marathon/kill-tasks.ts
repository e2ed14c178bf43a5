import type { AppDefinition } from './app.ts';
import { type AppTask, isActive } from './app-task.ts';
import type { Marathon } from './marathon.ts';

/** Asks tasks to end; each has the grace period of the app that it was launched for. They count until they have ended. */
export function killTasks({ cluster, timing }: Marathon, tasks: readonly AppTask[]): void {
  for (const task of tasks.filter(isActive)) {
    const graceSeconds = task.app.taskKillGracePeriodSeconds;
    task.state = 'TASK_KILLING';
    cluster.kill(task.id, graceSeconds === undefined ? timing.killGraceMs : graceSeconds * 1000);
  }
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
