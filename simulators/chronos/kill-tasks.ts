import { activeTasks, type Chronos } from './chronos.ts';

/** Kills the tasks of a job; queued runs still start. */
export function killTasks(chronos: Chronos, jobName: string, includesStaging: boolean): void {
  for (const taskId of activeTasks(chronos, jobName)) {
    if (!includesStaging && !chronos.tasks.get(taskId)?.isRunning) continue;
    chronos.cluster.kill(taskId, chronos.timing.killGraceMs);
  }
}
