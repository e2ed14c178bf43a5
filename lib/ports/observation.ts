/** What a framework was seen to do with a job. */
export type Observation =
  | { known: false; problem: string }
  | { known: true; found: false }
  | SeenJob
  | SeenApp;

interface Seen {
  known: true;
  found: true;
  /** Whether it is this job, not another one of the same name. */
  ours: boolean;
  cpus: number;
}

export type RunState = 'idle' | 'queued' | 'running';

/** A job whose every run Pacer starts. The framework may have lost count of some runs, and never added any. */
export interface SeenJob extends Seen {
  kind: 'started-runs';
  /** null when it was not asked for, or cannot be told: then `statesProblem` says why. */
  run: RunState | null;
  succeeded: number;
  failed: number;
  /** Whether its runs go before those of others; absent where that is the user's to say. */
  isUrgent?: boolean;
  /** When the run states were asked for (epoch milliseconds): an older "idle" is no proof of what came after. */
  statesAt?: number;
  /** What the framework was doing then with all jobs of anybody. */
  scheduler?: SchedulerState;
  /** Why no run state can be read, and what a person can do about it. */
  statesProblem?: string;
}

/** Counted over all jobs of anybody. Several queued with nothing running for long: the framework launches nothing any more. */
export interface SchedulerState {
  queued: number;
  running: number;
  /** How many jobs there are. */
  names: number;
}

/** A job that goes from run to run by itself, in one task. */
export interface SeenApp extends Seen {
  kind: 'looping-app';
  run: RunState;
  app: AppState;
}

/** What an observation is to find out besides the job itself. */
export interface Asked {
  /** What the job is doing, where that is not part of the job: it costs an answer as large as all jobs of the framework. */
  states: boolean;
  /** States must not be read before this instant (epoch milliseconds); without it they may be some seconds old. */
  since?: number;
}

export interface AppState {
  /** 1, unless somebody else changed it. */
  instances: number;
  /** Whether a deployment is under way. */
  isChanging: boolean;
  /** The task that runs; null while none does but one that is being replaced. */
  taskId: string | null;
  /** Whether that task was started for the app as it is now: another one may have other cpus. */
  isCurrent: boolean;
  /** How the first task of this version of the app was started; null for another task, and when that is not known. */
  start: TaskStart | null;
  /** The task that an agent prepares for its start, as by pulling the image: it has found its offer. */
  stagedTask: string | null;
  /** Whether Mesos has lost touch with the agent of a task, which may go on there. */
  isUnreachable: boolean;
  /** The last task that failed by itself; `isOld` when it was one of an earlier definition of the app. */
  failure: { taskId: string; message: string; isOld: boolean } | null;
  /** Why the pending task has no offer (the framework's reason for the offers since it waits), and the largest cpus offered. */
  waitsFor: { reason: string | null; offeredCpus: number | null } | null;
}

/** From a change of an app to its launch, in which the old task ends and an offer comes, and from there to its start. By the framework's clock. */
export interface TaskStart {
  version: string;
  offerSeconds: number;
  taskSeconds: number;
}
