import type { Job, JobSpec, Point } from '../job/job.ts';
import type { RunContainer } from '../job/progress.ts';

/**
 * Takes points of a job, which come oldest first, to where its numbers are kept; resolves to how many of them are taken, the
 * first ones. Throws when none can be taken now.
 */
export type SendPoints = (spec: JobSpec, points: Point[]) => Promise<number>;

/** How probable it is that a job will be late, and since when that holds: a whole second in epoch milliseconds. */
export interface Lateness {
  at: number;
  probability: number;
}

/** Sends to where the alarm of a job looks, and where the same must never be sent twice. Throws when it may not have arrived. */
export type SendLateness = (spec: JobSpec, lateness: Lateness) => Promise<void>;

/** The alarm that tells of a job that will probably be late. Both are safe to repeat; they throw when it could not be done. */
export interface Alarms {
  /** In place of one of an earlier revision. Throws an AlarmRefusedError when it is of little use to try again soon. */
  set(spec: JobSpec): Promise<void>;
  remove(spec: JobSpec): Promise<void>;
}

/** The CPU seconds that containers really used, by their names, where that is known; null when it is known of none. */
export type CpuSeconds = (spec: JobSpec, containers: RunContainer[]) => Promise<Map<string, number> | null>;

/** What an evaluation does at Monasca. None of it throws because of Monasca. */
export interface Monitoring {
  /** Resolves to whether none of the job's metrics is left to send. */
  sendMetrics(job: Job): Promise<boolean>;
  /** Sets or removes the alarm of the job; whether it is as it should be. */
  reconcileAlarm(job: Job): Promise<boolean>;
  /** Tells the alarm of a live job how late it will probably be, with a new second. */
  reportLateness(job: Job): Promise<void>;
  /** Resolves to whether there will be nothing more to read. */
  measureCpuUse(job: Job): Promise<boolean>;
}
