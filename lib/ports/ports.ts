import type { Memory } from '../control/law.ts';
import type { Json } from '../job/decision.ts';
import type { CpuUseReading, Job, JobAlarm, JobProgress, JobSpec, Point, RunContainer } from '../job/job.ts';
import type { Report } from '../job/report.ts';
import type { Asked, Observation } from './observation.ts';

export type {
  AppState,
  Asked,
  Observation,
  RunState,
  SchedulerState,
  SeenApp,
  SeenJob,
  TaskStart,
} from './observation.ts';

/** What a framework makes of the native job of a request. */
export interface CheckedDefinition {
  name: string;
  image: string;
  command: string;
  definition: { [key: string]: Json };
  /** The cpus that the job asks for; null when it says nothing. */
  cpus: number | null;
  /** The number of iterations that its schedule holds; null when it holds none. */
  iterations: number | null;
  /** What Pacer will run otherwise than the user wrote it, a sentence each. */
  adjustments: string[];
}

/** A job as its framework names it, and the id that it carries (`PACER_JOB_ID`), which anybody may have written. */
export interface FrameworkJob {
  jobId: string;
  name: string;
}

/** One way of running jobs on Mesos. Every call is safe to repeat. */
export interface Framework {
  observe(spec: JobSpec, asked?: Asked): Promise<Observation>;
  /** Makes the job known to the framework. Throws RefusedDefinitionError when it will never take it. */
  submit(spec: JobSpec, cpus: number): Promise<void>;
  /** Does nothing while the framework is still changing the job, unless it is forced. */
  resize(spec: JobSpec, cpus: number, how: { force: boolean }): Promise<void>;
  /** Asks for one run. Only where Pacer starts the runs. */
  start?(spec: JobSpec): Promise<void>;
  /** Lets a run that is queued end as one that does nothing, with the least cpus. Only where Pacer starts the runs. */
  quiet?(spec: JobSpec): Promise<void>;
  /**
   * Ends the run that is going on; of an app that of the given task, if the framework still shows it. Marathon may have started its
   * successor in the same moment, and then ends that one, whose run is made again.
   */
  kill(spec: JobSpec, taskId: string | null): Promise<void>;
  /** Removes the job if it is this one. Throws ZombieJobError when the framework holds it and cannot remove it. */
  remove(spec: JobSpec): Promise<void>;
  /** All jobs that carry the id of one of Pacer's, of whichever stack: an answer as large as all jobs of the framework. */
  listJobs?(): Promise<FrameworkJob[]>;
}

/** The framework that a job runs on, with its cluster's credentials. */
export type FrameworkOf = (spec: Pick<JobSpec, 'framework' | 'cluster'>) => Framework;

/** The schedule of each live job, which evaluates it from time to time. */
export interface Schedules {
  /** Also right when the schedule is there already: it stays as it is, and this resolves to false. */
  create(jobId: string, endsAt: number): Promise<boolean>;
  /** Makes it anew when there is none any more. */
  extend(jobId: string, endsAt: number): Promise<void>;
  /** Also right when there is none. */
  remove(jobId: string): Promise<void>;
}

export type Cause = 'tick' | 'iteration' | 'launch' | 'change';

/** Asks for an evaluation of the job, soon and somewhere else. */
export type Wake = (jobId: string, cause: Cause) => Promise<void>;

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

/** The keys of idempotent launches; resolves to the job and the request of whoever claimed the key first. */
export type ClaimIdempotencyKey = (key: string, claim: KeyClaim) => Promise<KeyClaim>;

export interface KeyClaim {
  jobId: string;
  requestHash: string;
}

/** What a finished job leaves to the next of the same name: it holds for the same law, image and command only. */
export interface Lesson {
  law: string;
  image: string;
  command: string;
  memory: Memory;
}

/** What became of a report, and what the container is to do next: a job that runs by itself may have done all it should. */
export interface Recorded {
  status: 'recorded' | 'duplicate';
  next: 'continue' | 'stop';
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

export interface JobStore {
  load(jobId: string): Promise<Job | null>;
  /** Stores a new job; false when it is there already. */
  create(job: Job): Promise<boolean>;
  /** Writes what an evaluation made of `job`; StaleJobError if another evaluation wrote it since. */
  save(job: Job, next: SavedEvaluation): Promise<Job>;
  putPoint(jobId: string, point: Point): Promise<void>;
  /** Oldest first, only those after the instant. */
  listPoints(jobId: string, after: number, limit: number): Promise<Point[]>;
  /** Points after `from` and up to `upTo` are delivered. Nothing is marked when those before them are to be sent again. */
  markMetricsSent(jobId: string, range: SentRange): Promise<void>;
  /**
   * Claims a second for what the alarm of the job hears. False when it, or a later one, was claimed before, or when whoever
   * claimed the last one may still be sending.
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
  releaseName(spec: NamedJob): Promise<void>;
  loadLesson(name: Omit<NamedJob, 'jobId'>): Promise<Lesson | null>;
  saveLesson(name: Omit<NamedJob, 'jobId'>, lesson: Lesson): Promise<void>;
}

export type NamedJob = Pick<JobSpec, 'jobId' | 'cluster' | 'framework' | 'name'>;

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

/** Milliseconds since the epoch. */
export type Now = () => number;

export interface Log {
  info(message: string, fields: Record<string, unknown>): void;
  warn(message: string, fields: Record<string, unknown>): void;
  error(message: string, fields: Record<string, unknown>): void;
}
