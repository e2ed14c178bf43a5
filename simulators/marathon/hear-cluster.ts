import type { TaskStatus } from '../mesos/task.ts';
import type { Marathon } from './marathon.ts';
import { updateTask } from './task-updates.ts';

/**
 * Hears what the cluster says of its processes. One that has begun is a task that is staged first, of which nothing is heard,
 * then starting, then running.
 */
export function hearCluster(marathon: Marathon, status: TaskStatus): void {
  if (status.state !== 'TASK_RUNNING') {
    updateTask(marathon, status);
    return;
  }
  const { stagingMs, startingMs } = marathon.timing;
  soon(marathon, stagingMs, () => {
    if (marathon.tasks.get(status.taskId)?.state !== 'TASK_STAGING') return;
    updateTask(marathon, { ...status, state: 'TASK_STARTING' });
    soon(marathon, startingMs, () => updateTask(marathon, status));
  });
}

/** At once if there is nothing to wait for. */
function soon({ clock }: Marathon, ms: number, action: () => void): void {
  if (ms > 0) clock.after(ms, action);
  else action();
}
