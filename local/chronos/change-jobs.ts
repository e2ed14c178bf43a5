import { ApiError, type ApiErrorKind } from './api-error.ts';
import type { Chronos } from './chronos.ts';
import { type ChronosJob, type DependentJob, isScheduled, type ScheduledJob } from './job.ts';
import { killTasks } from './kill-tasks.ts';
import { enqueueDue } from './run-jobs.ts';
import { parseSchedule } from './schedule.ts';

/** Creates a job, or replaces the one of that name as a whole: nothing of the old one is kept, and nothing running is told. */
export function putJob(chronos: Chronos, job: ChronosJob): void {
  const isNew = !chronos.jobs.has(job.name);
  if (isNew) checkNewJob(chronos, job);
  if (isScheduled(job)) checkSchedule(chronos, job, isNew);
  else checkParents(chronos, job, isNew);
  if (isNew && !chronos.dialect.createsAtOnce) defer(chronos, job);
  else adopt(chronos, job, isNew ? 'created' : 'updated');
  chronos.persist();
}

/** A new job is stored now and known to the scheduler only at its next pass. */
function defer(chronos: Chronos, job: ChronosJob): void {
  chronos.pending.set(job.name, job);
  setTimeout(() => {
    if (chronos.pending.get(job.name) !== job) return;
    chronos.pending.delete(job.name);
    // A job with an unknown parent was accepted, and vanishes here.
    if (isScheduled(job) || hasParents(chronos, job)) adopt(chronos, job, 'created');
    enqueueDue(chronos, Date.now());
    chronos.persist();
  }, chronos.timing.createDelayMs).unref();
}

function adopt(chronos: Chronos, job: ChronosJob, occasion: 'created' | 'updated'): void {
  const stored = isScheduled(job) ? chronos.timetable.accept(job, occasion, Date.now()) : job;
  chronos.jobs.set(job.name, stored);
}

function checkNewJob({ dialect }: Chronos, job: ChronosJob): void {
  if (!dialect.namePattern.test(job.name)) {
    const allowed = dialect.namePattern.source.slice(1, -1);
    refuse('requirement', `requirement failed: the job's name is invalid. Allowed names: '${allowed}'`);
  }
  if (job.uris.length > 0 && job.fetch.length > 0) {
    refuse('schedule', `Tried to add both uri (deprecated) and fetch parameters on ${job.name}`);
  }
}

function checkSchedule({ dialect }: Chronos, job: ScheduledJob, isNew: boolean): void {
  const schedule = parseSchedule(job.schedule, job.scheduleTimeZone, Date.now());
  if (!schedule) refuse('schedule', `Cannot parse schedule '${job.schedule}' (wtf bro)`);
  else if (isNew && schedule.startAt < dialect.earliestStartAt) {
    refuse('requirement', `requirement failed: the start of job ${job.name} is too long ago`);
  }
}

function checkParents(chronos: Chronos, job: DependentJob, isNew: boolean): void {
  if (job.parents.length === 0) refuse('server', `job ${job.name} has no parents`);
  const isChecked = !isNew || chronos.dialect.createsAtOnce;
  if (isChecked && !hasParents(chronos, job)) {
    refuse('requirement', `requirement failed: a parent of job ${job.name} was not found`);
  }
}

const hasParents = ({ jobs }: Chronos, job: DependentJob): boolean =>
  job.parents.every((parent) => jobs.has(parent));

function refuse(kind: ApiErrorKind, message: string): never {
  throw new ApiError(kind, message);
}

/** Removes a job and kills its tasks. Its queued runs are dropped when their turn comes. */
export function removeJob(chronos: Chronos, job: ChronosJob): void {
  killTasks(chronos, job.name, true);
  chronos.jobs.delete(job.name);
  chronos.queued.delete(job.name);
  chronos.timetable.forget(job.name);
  for (const child of [...chronos.jobs.values()]) {
    if (!isScheduled(child) && child.parents.includes(job.name)) releaseChild(chronos, job, child);
  }
  chronos.persist();
}

/** A child without parents left takes over the schedule, or the parents, of the deleted one. */
function releaseChild(chronos: Chronos, parent: ChronosJob, child: DependentJob): void {
  const others = child.parents.filter((name) => name !== parent.name);
  if (others.length > 0 || !isScheduled(parent)) {
    const inherited = isScheduled(parent) ? [] : parent.parents;
    chronos.jobs.set(child.name, { ...child, parents: [...new Set([...others, ...inherited])] });
  } else {
    adopt(chronos, asScheduled(child, parent), 'created');
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
