import type { ChronosJob, ScheduledJob } from './job.ts';

/** A scheduled run that is to be queued now. */
export type DueRun = { jobName: string; dueAt: number };

/** When scheduled jobs run, and when their stored schedules count down. All times are in ms since 1970. */
export type Timetable = {
  /** Takes note of a job; returns it with the schedule that is to be stored. */
  accept(job: ScheduledJob, occasion: 'created' | 'updated' | 'failed', now: number): ScheduledJob;
  /** What is due; may count stored schedules down. */
  due(now: number): DueRun[];
  /** A run of the job was launched, scheduled or not; returns the job with the schedule that is to be stored. */
  launched(job: ScheduledJob, now: number): ScheduledJob;
  /** Drops the runs of a job that were planned ahead. */
  cancel(jobName: string): void;
  /** Drops all that is known of a job. */
  forget(jobName: string): void;
};

export type TimetableFactory = (known: {
  jobs: Map<string, ChronosJob>;
  /** How long before it is due a run may be planned. */
  scheduleHorizonMs: number;
}) => Timetable;
