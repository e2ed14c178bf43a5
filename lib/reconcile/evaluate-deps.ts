import type { Law } from '../control/law.ts';
import type { Job, LawName } from '../job/job.ts';
import type { FrameworkOf, JobStore, Log, Now, Schedules } from './ports.ts';

/** What an evaluation needs of the world. */
export interface EvaluateDeps {
  store: JobStore;
  frameworkOf: FrameworkOf;
  schedules: Schedules;
  laws: Record<LawName, Law>;
  /** Resolves to whether none of the job's metrics is left to send. */
  sendMetrics: (job: Job) => Promise<boolean>;
  /** Sets or removes the alarm of the job; whether it is as it should be. Never throws. */
  keepAlarm: (job: Job) => Promise<boolean>;
  log: Log;
  now: Now;
  sleep: (milliseconds: number) => Promise<void>;
}
