import assert from 'node:assert/strict';
import { nothingDone } from '../../lib/commands/new-job.ts';
import {
  type Execution,
  type ExecutionKind,
  type LoopingApp,
  newExecution,
  type RequestedRun,
  type StartedRuns,
} from '../../lib/job/execution.ts';
import { type JobProgress, jobProgress, type LastDecision, type Progress } from '../../lib/job/progress.ts';

/** Noon of a day on which nothing else happens, in epoch milliseconds: the launch of every built job. */
export const noon = Date.UTC(2030, 0, 1, 12);

/** What is other in a progress; the fields of its execution may stand beside those of the progress. */
export type ProgressChange<E extends Execution> = Partial<Progress<E>> & Partial<Omit<E, 'kind'>>;

/** The progress of a job that runs, with one cpu, and whose every run Pacer starts. */
export function aProgress(change: ProgressChange<StartedRuns> = {}): Progress<StartedRuns> {
  const { shared, execution } = split(change);
  return { ...begun, ...shared, execution: { ...newExecution('started-runs'), ...execution } };
}

/** The progress of a job that is an app. */
export function anAppProgress(change: ProgressChange<LoopingApp> = {}): Progress<LoopingApp> {
  const { shared, execution } = split(change);
  return { ...begun, ...shared, execution: { ...newExecution('looping-app'), ...execution } };
}

/** What is other in the progress of a job of either kind. */
export type AnyProgressChange =
  | ProgressChange<StartedRuns>
  | ProgressChange<LoopingApp>
  | Partial<JobProgress>;

/** The progress of a job of the kind. */
export function progressOf(kind: ExecutionKind, change: AnyProgressChange = {}): JobProgress {
  return kind === 'started-runs'
    ? aProgress(change as ProgressChange<StartedRuns>)
    : anAppProgress(change as ProgressChange<LoopingApp>);
}

const begun = {
  ...nothingDone,
  status: 'RUNNING' as const,
  cpus: 1,
  memory: {},
  scheduleEndsAt: noon + 86_400_000,
};

function split<E extends Execution>({ execution, ...change }: ProgressChange<E>) {
  const fields = Object.entries(change);
  const isShared = ([name]: [string, unknown]) => name in jobProgress.shape;
  return {
    shared: Object.fromEntries(fields.filter(isShared)) as Partial<Progress>,
    execution: {
      ...execution,
      ...Object.fromEntries(fields.filter((field) => !isShared(field))),
    } as Partial<E>,
  };
}

/** What is known of a job whose every run Pacer starts. */
export function startedRunsOf({ execution }: JobProgress): StartedRuns {
  assert.ok(execution.kind === 'started-runs');
  return execution;
}

/** What is known of a job that is an app. */
export function loopingAppOf({ execution }: JobProgress): LoopingApp {
  assert.ok(execution.kind === 'looping-app');
  return execution;
}

/** A run that was asked for at noon and not yet seen. */
export function aRun(change: Partial<RequestedRun> = {}): RequestedRun {
  return {
    requestedAt: noon,
    runningAt: null,
    idleAt: null,
    killedAt: null,
    askedAt: null,
    succeededBefore: 0,
    failedBefore: 0,
    ...change,
  };
}

/** To stay as it is; a run seems to hang after half a minute. */
export function aDecision(change: Partial<LastDecision> = {}): LastDecision {
  return {
    at: noon,
    changes: 0,
    cpus: 1,
    outlook: 'on-time',
    moreCpusWouldHelp: false,
    hungAfterSeconds: 30,
    reason: { code: 'on-plan', sentence: 'On plan.' },
    forecast: { finishAt: { p10: noon, p50: noon, p90: noon }, onTimeProbability: 1 },
    ...change,
  };
}
