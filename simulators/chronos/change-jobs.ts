import { ChronosError, type ChronosErrorKind } from './api-error.ts';
import type { Chronos } from './chronos.ts';
import { type ChronosJob, type DependentJob, isScheduled, type ScheduledJob } from './job.ts';
import { enqueueDue } from './run-jobs.ts';
import { formatDate, parseSchedule } from './schedule.ts';

/** Creates a job, or replaces the one of that name as a whole: nothing of the old one is kept, and nothing running is told. */
export function putJob(chronos: Chronos, job: ChronosJob): void {
  const isNew = !chronos.jobs.has(job.name);
  if (isNew) checkName(chronos, job.name);
  if (isScheduled(job)) checkSchedule(chronos, job, isNew);
  else checkParents(chronos, job, isNew);
  if (isNew) checkFiles(job);
  if (isNew && !chronos.dialect.createsAtOnce) defer(chronos, job);
  else adoptJob(chronos, job, isNew ? 'created' : 'updated');
  checkStorable(chronos, job);
  chronos.persist();
}

/** A new job is stored now and known to the scheduler only at its next pass. */
function defer(chronos: Chronos, job: ChronosJob): void {
  chronos.pending.set(job.name, job);
  chronos.clock.after(chronos.timing.createDelayMs, () => {
    if (chronos.pending.get(job.name) !== job) return;
    chronos.pending.delete(job.name);
    // A job with an unknown parent was accepted, and vanishes here.
    if (isScheduled(job) || hasParents(chronos, job)) adoptJob(chronos, job, 'created');
    enqueueDue(chronos, chronos.clock.now());
    chronos.persist();
  });
}

/** Makes a job known to the scheduler. */
export function adoptJob(chronos: Chronos, job: ChronosJob, occasion: 'created' | 'updated'): void {
  const now = chronos.clock.now();
  chronos.jobs.set(job.name, isScheduled(job) ? chronos.timetable.accept(job, occasion, now) : job);
}

function checkName({ dialect }: Chronos, name: string): void {
  if (dialect.namePattern.test(name)) return;
  const allowed = `Allowed names: '${dialect.allowedNames}'`;
  refuse('requirement', `requirement failed: the job's name is invalid. ${allowed}`);
}

function checkFiles(job: ChronosJob): void {
  if (job.uris.length === 0 || job.fetch.length === 0) return;
  refuse('schedule', `Tried to add both uri (deprecated) and fetch parameters on ${job.name}`);
}

function checkSchedule(chronos: Chronos, job: ScheduledJob, isNew: boolean): void {
  const schedule = parseSchedule(job.schedule, job.scheduleTimeZone, chronos.clock.now());
  if (!schedule) refuse('schedule', `Cannot parse schedule '${job.schedule}' (wtf bro)`);
  else if (isNew && schedule.startAt < chronos.dialect.earliestStartAt) {
    const start = formatDate(schedule.startAt, schedule.zone);
    refuse('schedule', `Scheduled start date '${start}' is before 1970!`);
  }
}

function checkParents(chronos: Chronos, job: DependentJob, isNew: boolean): void {
  if (job.parents.length === 0) {
    const message = 'Error, parent does not exist';
    if (!isNew) refuse('requirement', `requirement failed: ${message}`);
    throw new ChronosError('server', message, 'java.lang.Exception');
  }
  const isChecked = !isNew || chronos.dialect.createsAtOnce;
  if (isChecked && !hasParents(chronos, job)) {
    const noun = chronos.dialect.missingName;
    refuse('requirement', `requirement failed: ${noun} ${job.name} does not have all parents defined!`);
  }
}

/** A job whose name ZooKeeper does not take is in memory by then, where it stays. */
function checkStorable({ dialect }: Chronos, { name }: ChronosJob): void {
  if (dialect.storesAnyName || !/[\t\n\v\f\r]/.test(name)) return;
  throw new ChronosError('server', 'Invalid path string: invalid character');
}

const hasParents = ({ jobs }: Chronos, job: DependentJob): boolean =>
  job.parents.every((parent) => jobs.has(parent));

function refuse(kind: ChronosErrorKind, message: string): never {
  throw new ChronosError(kind, message);
}
