import type { Law } from '../control/law.ts';
import type { Job, LawName } from '../job/job.ts';
import type { FrameworkOf, JobStore, Log, Now, Schedules } from '../ports/ports.ts';

/** What an evaluation does at Monasca. None of it throws because of Monasca. */
export interface Monitoring {
  /** Resolves to whether none of the job's metrics is left to send. */
  sendMetrics(job: Job): Promise<boolean>;
  /** Sets or removes the alarm of the job; whether it is as it should be. */
  keepAlarm(job: Job): Promise<boolean>;
  /** Tells the alarm of a live job how late it will probably be, with a new second. */
  tellLate(job: Job): Promise<void>;
  /** Resolves to whether there will be nothing more to read. */
  measureCpuUse(job: Job): Promise<boolean>;
}

/** What an evaluation needs of the world. */
export interface EvaluateDeps {
  store: JobStore;
  frameworkOf: FrameworkOf;
  schedules: Schedules;
  laws: Record<LawName, Law>;
  /** What one evaluation tells and asks there is over at `until` (epoch milliseconds), done or not. */
  monitoring: (until: number) => Monitoring;
  log: Log;
  /** A name for one evaluation, which no other has. */
  newHolder: () => string;
  now: Now;
  sleep: (milliseconds: number) => Promise<void>;
}
