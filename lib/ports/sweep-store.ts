import type { Job, JobSpec } from '../job/job.ts';
import type { JobProgress } from '../job/progress.ts';
import type { JobStore } from './job-store.ts';

/** What a sweep needs to know of a job. */
export interface SweptJob
  extends Pick<Job, 'deadlineAt' | 'clean' | 'resendRequestedAt'>,
    Pick<JobProgress, 'evaluatedAt' | 'lastPointAt'> {
  jobId: string;
  hasEnded: boolean;
}

export interface SweptPage {
  jobs: SweptJob[];
  /** Give it as `after` for the next page; null at the end. */
  next: string | null;
}

/** A framework of a cluster on which jobs were launched. */
export interface KnownCluster extends Pick<JobSpec, 'cluster' | 'framework'> {
  /** When all its jobs were last read, epoch milliseconds; 0 when never. */
  readAt: number;
}

export interface SweepStore extends Pick<JobStore, 'load' | 'reopen'> {
  /** In how many parts the jobs lie, each listed by itself. */
  parts: number;
  /** Live jobs, and ended ones that are not clean. */
  sweptPage(part: number, after: string | null): Promise<SweptPage>;
  /** Of those jobs that there are. */
  sweptJobsOf(jobIds: string[]): Promise<SweptJob[]>;
  knownClusters(): Promise<KnownCluster[]>;
  /** Claims to read all jobs of a cluster; false when it was claimed at `notSince` (epoch milliseconds) or later. */
  claimReading(known: KnownCluster, notSince: number): Promise<boolean>;
}
