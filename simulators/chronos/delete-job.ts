import { ChronosError, noVertex } from './api-error.ts';
import { adoptJob } from './change-jobs.ts';
import type { Chronos } from './chronos.ts';
import { type ChronosJob, type DependentJob, isScheduled, type ScheduledJob } from './job.ts';
import { killTasks } from './kill-tasks.ts';

/** Deletes a job, unless the scheduler is at that moment busy with a run of it: then it is neither there nor gone. */
export function deleteJob(chronos: Chronos, name: string): void {
  const { jobs, zombies, races, lastEnds, lastLaunches, lastDeletions } = chronos;
  const job = jobs.get(name);
  const isSince = (at: number | undefined, ms: number) => at !== undefined && chronos.clock.now() - at < ms;
  if (zombies.has(name) || (!job && isSince(lastDeletions.get(name), races.secondDeleteMs))) {
    throw noVertex(name);
  }
  if (!job) throw missingJob(chronos, name);
  lastDeletions.set(name, chronos.clock.now());
  const end = lastEnds.get(name);
  if (end && isSince(end.at, races.deleteAfterEndMs)) {
    zombies.add(name);
    if (end.walksGraph) chronos.driver = 'aborted';
  } else if (chronos.dialect.storesLaunches && isSince(lastLaunches.get(name), races.deleteAfterLaunchMs)) {
    zombies.add(name);
  } else {
    removeJob(chronos, job);
  }
  chronos.persist();
}

/** Deleting and killing miss a job in their own words. */
export const missingJob = ({ dialect }: Chronos, name: string): ChronosError =>
  new ChronosError('requirement', `requirement failed: ${dialect.missingName} '${name}' not found`);

/** Removes a job and kills its tasks. Its queued runs are dropped when their turn comes. */
function removeJob(chronos: Chronos, job: ChronosJob): void {
  killTasks(chronos, job.name, true);
  chronos.jobs.delete(job.name);
  chronos.queued.delete(job.name);
  chronos.timetable.forget(job.name);
  for (const child of [...chronos.jobs.values()]) {
    if (!isScheduled(child) && child.parents.includes(job.name)) releaseChild(chronos, job, child);
  }
}

/** A child without parents left takes over the schedule, or the parents, of the deleted one. */
function releaseChild(chronos: Chronos, parent: ChronosJob, child: DependentJob): void {
  const others = child.parents.filter((name) => name !== parent.name);
  if (others.length > 0 || !isScheduled(parent)) {
    const inherited = isScheduled(parent) ? [] : parent.parents;
    chronos.jobs.set(child.name, { ...child, parents: [...new Set([...others, ...inherited])] });
  } else {
    adoptJob(chronos, asScheduled(child, parent), 'created');
  }
}

/** The server forgets to copy most of the child. */
function asScheduled(child: DependentJob, parent: ScheduledJob): ScheduledJob {
  const { parents: _, container: __, ...rest } = child;
  return {
    ...rest,
    environmentVariables: [],
    arguments: [],
    shell: true,
    constraints: [],
    runAsUser: 'root',
    schedule: parent.schedule,
    scheduleTimeZone: parent.scheduleTimeZone,
  };
}
