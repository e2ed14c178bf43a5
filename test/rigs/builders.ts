import { frameworkTraits } from '../../lib/job/frameworks.ts';
import type { Job, JobSpec } from '../../lib/job/job.ts';
import type { Report } from '../../lib/job/report.ts';
import type { SeenApp, SeenJob } from '../../lib/ports/observation.ts';
import { type AnyProgressChange, noon, progressOf } from './progress.ts';

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
    scheduledAt: null,
    cpus: { min: 0.5, max: 2, increment: 0.3, decrement: 0.2 },
    pauseSeconds: 0,
    law: 'step',
    target: 0.985,
    maxFailures: 3,
    reportOutput: true,
    notify: null,
    webhook: null,
    ...change,
  };
}

type JobChange = Partial<Omit<Job, 'spec' | 'progress'>> & {
  spec?: Partial<JobSpec>;
  progress?: AnyProgressChange;
};

export function aJob({ spec: specChange, progress, ...change }: JobChange = {}): Job {
  const spec = aSpec(specChange);
  return {
    version: 1,
    tokenHash: 'hash',
    deadlineAt: noon + 1_200_000,
    changes: 0,
    pausedAt: null,
    resumedAt: null,
    rests: 0,
    cancelRequestedAt: null,
    cancelRequestedBy: null,
    retired: false,
    clean: false,
    inbox: {},
    pendingPoint: null,
    metricsSentUpTo: 0,
    alarm: null,
    resendRequestedAt: null,
    ...change,
    spec,
    progress: progressOf(frameworkTraits[spec.framework].execution, progress),
  };
}

/** The job as the framework shows it: idle, with one cpu. */
export function aFound(change: Partial<SeenJob> = {}): SeenJob {
  return {
    kind: 'started-runs',
    known: true,
    found: true,
    ours: true,
    cpus: 1,
    run: 'idle',
    succeeded: 0,
    failed: 0,
    isUrgent: false,
    ...change,
  };
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
    kind: 'looping-app',
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
