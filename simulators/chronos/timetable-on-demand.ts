import { isScheduled, type ScheduledJob } from './job.ts';
import { formatSchedule, parseSchedule, type Schedule, skipStarts, startsBefore } from './schedule.ts';
import type { TimetableFactory } from './timetable.ts';

/**
 * The 3.x way: nothing is planned. A job whose start has passed is due, once however long ago that was, and stays due until a
 * launch moves its start. Every launch counts down, forced ones and retries too, and below zero lies infinity.
 */
export const onDemandTimetable: TimetableFactory = ({ jobs }) => ({
  accept: (job) => job,
  due(now) {
    const due = [...jobs.values()].filter((job) => isScheduled(job) && !job.disabled && isDue(job, now));
    return due.map(({ name }) => ({ jobName: name, dueAt: now }));
  },
  launched(job, now) {
    const schedule = read(job, now);
    return schedule ? { ...job, schedule: formatSchedule(countDown(schedule, now)) } : job;
  },
  cancel() {},
  forget() {},
});

/** An empty start lies a second back, again at every look, until the first launch writes one down. */
const read = (job: ScheduledJob, now: number) =>
  parseSchedule(job.schedule, job.scheduleTimeZone, now - 1000);

function isDue(job: ScheduledJob, now: number): boolean {
  const schedule = read(job, now);
  return schedule !== undefined && schedule.repetitions !== 0 && schedule.startAt < now;
}

function countDown(schedule: Schedule, now: number): Schedule {
  const repetitions = schedule.repetitions < 0 ? -1 : schedule.repetitions - 1;
  return skipStarts({ ...schedule, repetitions }, startsBefore(schedule, now));
}
