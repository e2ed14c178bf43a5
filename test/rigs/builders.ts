import { nothingDone } from '../../lib/commands/new-job.ts';
import type { Job, JobProgress, JobSpec, LastDecision, RequestedRun } from '../../lib/job/job.ts';
import type { Report } from '../../lib/job/report.ts';
import type { SeenApp, SeenJob } from '../../lib/ports/observation.ts';

/** Noon of a day on which nothing else happens, in epoch milliseconds: the launch of every built job. */
export const noon = Date.UTC(2030, 0, 1, 12);
export const jobId = '01KDTEST000000000000000000';

/** Ten iterations of a minute each within twenty, at 0.5 to 2 cpus. */
export function aSpec(change: Partial<JobSpec> = {}): JobSpec {
  return {
    jobId,
    name: 'linpack',
    framework: 'chronos',
    cluster: 'default',
    definition: {},
    command: 'make',
    image: 'debian',
    reportUrl: `https://pacer.example/jobs/${jobId}/iterations`,
    iterations: 10,
    launchedAt: noon,
    deviation: 0.05,
    iterationDurationSeconds: 60,
    initialCpus: 1,
    launchedBy: null,
    cpus: { min: 0.5, max: 2, increment: 0.3, decrement: 0.2 },
    pauseSeconds: 0,
    law: 'step',
    target: 0.985,
    maxFailures: 3,
    notify: null,
    ...change,
  };
}

export function aProgress(change: Partial<JobProgress> = {}): JobProgress {
  return {
    ...nothingDone,
    status: 'RUNNING',
    cpus: 1,
    memory: {},
    scheduleEndsAt: noon + 86_400_000,
    ...change,
  };
}

type JobChange = Partial<Omit<Job, 'spec' | 'progress'>> & {
  spec?: Partial<JobSpec>;
  progress?: Partial<JobProgress>;
};

export function aJob({ spec, progress, ...change }: JobChange = {}): Job {
  return {
    version: 1,
    tokenHash: 'hash',
    deadlineAt: noon + 1_200_000,
    cancelRequestedAt: null,
    retired: false,
    clean: false,
    inbox: {},
    pendingPoint: null,
    metricsSentUpTo: 0,
    alarm: null,
    resendRequestedAt: null,
    ...change,
    spec: aSpec(spec),
    progress: aProgress(progress),
  };
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

/** The job as the framework shows it: idle, with one cpu. */
export function aFound(change: Partial<SeenJob> = {}): SeenJob {
  return { known: true, found: true, ours: true, cpus: 1, run: 'idle', succeeded: 0, failed: 0, ...change };
}

/** A run of a minute that ended so many seconds after noon. */
export function aReport(endedAfterSeconds: number, change: Partial<Report> = {}): Report {
  const finishedAt = noon / 1000 + endedAfterSeconds;
  return { run: `run-${endedAfterSeconds}`, exitCode: 0, startedAt: finishedAt - 60, finishedAt, ...change };
}

/** The app as the framework shows it: its task runs, with one cpu. */
export function anApp({
  app,
  ...change
}: Partial<Omit<SeenApp, 'app'>> & { app?: Partial<SeenApp['app']> } = {}): SeenApp {
  return {
    known: true,
    found: true,
    ours: true,
    cpus: 1,
    run: 'running',
    app: {
      instances: 1,
      isChanging: false,
      taskId: 'task',
      isCurrent: true,
      start: null,
      stagedTask: null,
      isUnreachable: false,
      failure: null,
      waitsFor: null,
      ...app,
    },
    ...change,
  };
}

/** To stay as it is; a run seems to hang after half a minute. */
export function aDecision(change: Partial<LastDecision> = {}): LastDecision {
  return {
    at: noon,
    deadlineAt: noon,
    cpus: 1,
    outlook: 'on-time',
    moreCpusWouldHelp: false,
    hungAfterSeconds: 30,
    reason: { code: 'on-plan', sentence: 'On plan.' },
    forecast: { finishAt: { p10: noon, p50: noon, p90: noon }, onTimeProbability: 1 },
    ...change,
  };
}
