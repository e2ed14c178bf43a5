import { isActive } from './app-task.ts';
import { killTasks, surplus } from './kill-tasks.ts';
import { refill } from './launch-queue.ts';
import { countedTasks, deploymentsOf, type Marathon } from './marathon.ts';

/**
 * Brings every app that no deployment holds to its number of tasks. Where there are too many, as after a deployment that was
 * ended by force, running ones are killed and those that only wait for their launch are kept.
 */
export function checkScale(marathon: Marathon): void {
  for (const app of marathon.apps.values()) {
    if (deploymentsOf(marathon, app.id).length > 0) continue;
    const tasks = countedTasks(marathon, app.id);
    const queued = marathon.queue.get(app.id)?.slots.length ?? 0;
    const tooMany = surplus(tasks.filter(isActive), tasks.length + queued - app.instances, app);
    killTasks(marathon, tooMany, 'replace');
    refill(marathon, app);
  }
  marathon.persist();
}
