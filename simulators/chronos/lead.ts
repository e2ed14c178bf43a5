import { adoptJob } from './change-jobs.ts';
import type { Chronos } from './chronos.ts';
import { storedState } from './create-chronos.ts';
import type { StoredChronos } from './stored-state.ts';
import { parseTaskId } from './task-id.ts';
import { trackRunning, updateTask } from './task-updates.ts';

/** How long a failover takes, ms: until somebody leads again, and from then until the new leader knows of any job. */
export type Failover = { leaderlessMs: number; emptyMs: number };

/** As it was seen on two nodes with 341 jobs: the session of a dead leader in ZooKeeper, and the first pass of the new one. */
export const seenFailover: Failover = { leaderlessMs: 11_000, emptyMs: 900 };

/**
 * Takes over from the leader before: jobs and counters are kept, the queue, the states and the statistics are not. Tasks that are
 * still running are unknown until a status of theirs arrives, or until the first reconciliation.
 */
export function takeOver(chronos: Chronos, { jobs, taskIds }: StoredChronos): void {
  for (const job of jobs) adoptJob(chronos, job, 'created');
  for (const taskId of taskIds) chronos.strays.add(taskId);
  for (const status of chronos.unheard.splice(0)) updateTask(chronos, status);
  const stillActive = new Set(chronos.cluster.tasks().map(({ id }) => id));
  for (const taskId of taskIds) {
    const isKnown = stillActive.has(taskId) || !chronos.strays.has(taskId);
    if (!isKnown) updateTask(chronos, { taskId, state: 'TASK_LOST' });
  }
  chronos.clock.after(chronos.timing.reconcileAfterMs, () => reconcile(chronos));
}

/** Mesos tells the state of every task that Chronos asks for. */
function reconcile(chronos: Chronos): void {
  for (const { id } of chronos.cluster.tasks()) {
    const run = parseTaskId(id);
    if (run && chronos.strays.has(id)) trackRunning(chronos, id, run.jobName);
  }
}

/** The leader dies and another node takes over. What is asked meanwhile fails, and then for a moment the world is empty. */
export function failOver(chronos: Chronos, { leaderlessMs, emptyMs }: Failover): void {
  const { jobs, taskIds } = storedState(chronos);
  forgetAll(chronos);
  chronos.leaderlessUntil = chronos.clock.now() + leaderlessMs;
  chronos.driver = 'absent';
  // Stored meanwhile, and so not lost if this process ends.
  for (const job of jobs) chronos.pending.set(job.name, job);
  for (const taskId of taskIds) chronos.strays.add(taskId);
  chronos.clock.after(leaderlessMs + emptyMs, () => {
    chronos.driver = 'active';
    const stored = storedState(chronos);
    chronos.pending.clear();
    takeOver(chronos, { jobs: stored.jobs, taskIds });
  });
}

function forgetAll(chronos: Chronos): void {
  const { jobs, pending, zombies, tasks, strays, queue, queued, retries } = chronos;
  for (const name of jobs.keys()) chronos.timetable.forget(name);
  const volatile = [chronos.endedParents, chronos.durationsMs, chronos.lastEnds, chronos.lastLaunches];
  for (const each of [jobs, pending, zombies, tasks, strays, queue, queued, ...volatile]) each.clear();
  retries.length = 0;
}
