import type { Memory } from '../control/law.ts';
import type { Job, JobSpec, Point } from '../job/job.ts';
import type { CpuUseReading, JobAlarm } from '../job/monitored.ts';
import type { JobProgress } from '../job/progress.ts';
import type { Report } from '../job/report.ts';

export interface JobStore {
  load(jobId: string): Promise<Job | null>;
  /** Stores a new job; false when it is there already, or when its launch was abandoned. */
  create(job: Job): Promise<boolean>;
  /** A job that is not stored yet can never be stored from now on; false when it is stored. */
  abandonLaunch(jobId: string): Promise<boolean>;
  /** Writes what an evaluation made of `job`; StaleJobError if another evaluation wrote it since. */
  save(job: Job, next: SavedEvaluation): Promise<Job>;
  putPoint(jobId: string, point: Point): Promise<void>;
  /** Oldest first, only those after the instant. */
  listPoints(jobId: string, after: number, limit: number): Promise<Point[]>;
  /** Points after `from` and up to `upTo` are delivered. Nothing is marked when those before them are to be sent again. */
  markMetricsSent(jobId: string, range: SentRange): Promise<void>;
  /**
   * Claims a second for what the alarm of the job hears. False if it, or a later one, was claimed before, or if the last
   * one may still be on its way.
   */
  claimLateSecond(jobId: string, claim: LateClaim): Promise<boolean>;
  /** Sending with the claimed second was over sooner than was thought. */
  closeLateSecond(jobId: string, claim: LateClaim): Promise<void>;
  markRetired(jobId: string): Promise<void>;
  /** Nothing is left to do for a finished job: it is listed among the finished ones, until it expires. */
  markClean(jobId: string): Promise<void>;
  /** Something is left to do for a finished job after all: it is kept and listed until it is clean again. */
  reopen(jobId: string): Promise<void>;
  /** Whether `holder` may look at the job until the instant: nobody else does. */
  takeLease(jobId: string, holder: string, until: number): Promise<boolean>;
  /** Also right when the lease is somebody else's by now. */
  endLease(jobId: string, holder: string): Promise<void>;
  markAlarm(jobId: string, alarm: JobAlarm): Promise<void>;
  markCpuUse(jobId: string, cpuUse: CpuUseReading): Promise<void>;
  /** The job that holds the name now: `jobId` if the name was free or held by `instead`. */
  claimName(spec: NamedJob, instead: string | null): Promise<string>;
  /** The job that holds the name; null when it is free. */
  nameHolder(name: Omit<NamedJob, 'jobId'>): Promise<string | null>;
  releaseName(spec: NamedJob): Promise<void>;
  loadLesson(name: Omit<NamedJob, 'jobId'>): Promise<Lesson | null>;
  saveLesson(name: Omit<NamedJob, 'jobId'>, lesson: Lesson): Promise<void>;
}

/** What an evaluation made of a job, and the reports that it took from the inbox. */
export interface SavedEvaluation {
  progress: JobProgress;
  point: Point | null;
  foldedRuns: string[];
}

/** Epoch milliseconds. */
export interface SentRange {
  from: number;
  upTo: number;
}

/** Epoch milliseconds: a whole second, and the instant at which sending it is over, done or not. */
export interface LateClaim {
  at: number;
  openUntil: number;
}

export type NamedJob = Pick<JobSpec, 'jobId' | 'cluster' | 'framework' | 'name'>;

/** What a finished job leaves to the next of the same name, law and image; with another command, only a part of it holds. */
export interface Lesson {
  law: string;
  image: string;
  command: string;
  memory: Memory;
}

/** The keys of idempotent launches; resolves to the job and the request of the first claim. */
export type ClaimIdempotencyKey = (key: string, claim: KeyClaim) => Promise<KeyClaim>;

export interface KeyClaim {
  jobId: string;
  requestHash: string;
}

export interface ReportStore {
  /**
   * Puts the report into the job's inbox, once; `waitsSince` tells since when it waits there to be counted, null when it does not.
   * Throws UnknownJobError, WrongTokenError, ConflictError (finished, too old) or TooManyReportsError.
   */
  recordReport(
    jobId: string,
    tokenHash: string,
    runKey: string,
    report: Report,
  ): Promise<Recorded & { waitsSince: number | null }>;
  /** What a container of the job is to do next. Throws UnknownJobError or WrongTokenError. */
  askNext(jobId: string, tokenHash: string): Promise<Recorded['next']>;
}

/** What became of a report, and what the container is to do next: a job that runs by itself may have done all it should. */
export interface Recorded {
  status: 'recorded' | 'duplicate';
  next: 'continue' | 'stop';
}

/** The end that a user asks for. An evaluation never writes what users ask for, so neither waits for the other. */
export interface RequestedCancel {
  cancelRequestedAt: number;
  cancelRequestedBy: string | null;
}

/** What a user changes of a live job: it stands above what was launched. */
export interface RequestedChange {
  deadlineAt?: number | undefined;
  iterations?: number | undefined;
  cpusMin?: number | undefined;
  cpusMax?: number | undefined;
  target?: number | undefined;
  notify?: JobSpec['notify'] | undefined;
  webhook?: JobSpec['webhook'] | undefined;
  /** Null: it goes on. */
  pausedAt?: number | null | undefined;
  resumedAt?: number | undefined;
}

/** The job as it was when a change was checked: the change is stored only if what it was checked against is still so. */
export type CheckedJob = Pick<Job, 'changes' | 'version' | 'inbox'>;

/** Points after `upTo` are to be sent again, as was asked for at `at`; epoch milliseconds. */
export interface Resend {
  upTo: number;
  at: number;
}
