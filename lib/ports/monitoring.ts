import type { Job, JobSpec, Point } from '../job/job.ts';
import type { AlarmsOf } from '../job/monitored.ts';
import type { RunContainer } from '../job/progress.ts';

/**
 * Takes points of a job, which come oldest first, to where its numbers are kept; resolves to how many of them are taken, the
 * first ones. Throws when none can be taken now.
 */
export type SendPoints = (spec: JobSpec, points: Point[]) => Promise<number>;

/**
 * What an alarm of a job looks at, 0 where all is well: the probability that it will be late, whether its deadline cannot be met,
 * whether it has ended badly. `doneOnTime` is good news: its 1 is sent to an alarm that exists for it.
 */
export type Concern = 'late' | 'cannotBeMet' | 'endedBadly' | 'doneOnTime';

/** What the alarms of a job are to hear, and since when that holds: a whole second in epoch milliseconds. */
export interface Concerns {
  at: number;
  values: Partial<Record<Concern, number>>;
}

/** Sends to where the alarms of a job look, and where the same must never be sent twice. Throws when it may not have arrived. */
export type SendConcerns = (spec: JobSpec, concerns: Concerns) => Promise<void>;

/** The alarms that tell of a job. Both are safe to repeat; they throw when it could not be done. */
export interface Alarms {
  /** In place of those of an earlier revision. Throws an AlarmRefusedError when it is of little use to try again soon. */
  set(job: Job, of: AlarmsOf): Promise<void>;
  /** All of them. */
  remove(spec: JobSpec): Promise<void>;
}

/** The CPU seconds that containers really used, by their names, where that is known; null when it is known of none. */
export type CpuSeconds = (spec: JobSpec, containers: RunContainer[]) => Promise<Map<string, number> | null>;

/** What an evaluation does at Monasca. None of it throws because of Monasca. */
export interface Monitoring {
  /** Resolves to whether none of the job's metrics is left to send. */
  sendMetrics(job: Job): Promise<boolean>;
  /** Sets or removes the alarms of the job; whether they are as they should be. */
  reconcileAlarm(job: Job): Promise<boolean>;
  /** Tells the alarms of a job how it stands, with a new second; whether nothing is left to be told of an ended one. */
  reportConcerns(job: Job): Promise<boolean>;
  /** Resolves to whether there will be nothing more to read. */
  measureCpuUse(job: Job): Promise<boolean>;
}
