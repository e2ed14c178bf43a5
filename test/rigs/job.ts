import type { Job, JobSpec, Point } from '../../lib/job/job.ts';
import { noAlarm } from '../../lib/job/monitored.ts';
import type { LastDecision } from '../../lib/job/progress.ts';

const launchedAt = Date.parse('2026-01-01T00:00:00Z');
const deadlineAt = launchedAt + 600_000;

const spec: JobSpec = {
  jobId: '01KDTEST000000000000000000',
  name: 'linpack',
  framework: 'chronos',
  cluster: 'default',
  definition: {
    container: { type: 'DOCKER', image: 'debian', volumes: [{ hostPath: '/data', mode: 'RO' }] },
    mem: 64.5,
    environmentVariables: [{ name: 'GREETING', value: 'ä "quoted" \n line' }],
    constraints: [],
    description: '',
  },
  command: 'echo "$GREETING"; exit 3',
  image: 'debian',
  reportUrl: 'http://127.0.0.1:8000/jobs/01KDTEST000000000000000000/iterations',
  iterations: 20,
  launchedAt,
  launchedBy: 'arn:aws:iam::123456789012:user/operator',
  deviation: 0.05,
  iterationDurationSeconds: 35,
  initialCpus: 0.3,
  cpus: { min: 0.1, max: 2, increment: 0.3, decrement: 0.2 },
  pauseSeconds: 5,
  law: 'adaptive',
  target: 0.985,
  maxFailures: 3,
  reportOutput: true,
  notify: { name: 'operators' },
};

const decision: LastDecision = {
  cpus: 0.6,
  reason: { code: 'under-performing', sentence: 'At 0.3 cpus the job would end 12 s after its deadline.' },
  forecast: {
    finishAt: { p10: deadlineAt - 9000, p50: deadlineAt - 5000, p90: deadlineAt - 1000 },
    onTimeProbability: 0.987,
  },
  outlook: 'on-time',
  moreCpusWouldHelp: true,
  hungAfterSeconds: 300,
  at: launchedAt + 60_000,
  changes: 0,
};

export const pointForTests: Point = {
  at: launchedAt + 60_000,
  status: 'RUNNING',
  completed: 2,
  remaining: 18,
  cpus: 0.6,
  deadlineAt,
  coreSeconds: 21.5,
  iterations: [{ cpus: 0.3, durationSeconds: 34.25, endedAt: launchedAt + 59_500 }],
  decision,
};

/** A job in which nothing is left out, to be varied by tests. */
export const jobForTests: Job = {
  spec,
  version: 7,
  tokenHash: 'hash-of-the-token',
  deadlineAt,
  changes: 0,
  pausedAt: null,
  resumedAt: null,
  rests: 0,
  cancelRequestedAt: launchedAt + 50_000,
  cancelRequestedBy: null,
  retired: false,
  clean: false,
  inbox: {
    runkey_1: {
      run: 'ct:1:0:linpack:',
      exitCode: 0,
      startedAt: launchedAt / 1000 + 20,
      finishedAt: launchedAt / 1000 + 54.25,
      cpus: 0.3,
      hostname: 'agent-1',
      container: 'mesos-1',
    },
    'runkey-2': { run: 'ct:2', exitCode: 137, startedAt: 1_767_225_660, finishedAt: 1_767_225_661 },
  },
  pendingPoint: pointForTests,
  metricsSentUpTo: launchedAt + 30_000,
  resendRequestedAt: launchedAt + 20_000,
  heardAgainAt: launchedAt + 55_000,
  alarm: { ...noAlarm, isSet: true },
  cpuUse: {
    askedAt: launchedAt + 58_000,
    known: { usedCpus: 0.21, allocatedCpus: 0.3, at: launchedAt + 50_000 },
  },
  progress: {
    status: 'RUNNING',
    completed: 2,
    failures: 1,
    failuresInRow: 0,
    cpus: 0.6,
    resizes: 1,
    coreSeconds: 21.5,
    failedStep: null,
    ceiling: { cpus: 1.5, setAt: launchedAt + 40_000, untilAt: launchedAt + 100_000 },
    memory: { n: 2, sums: [1.5, -2.25, 1e-9], seen: { last: null, ok: true }, none: {} },
    execution: {
      kind: 'started-runs',
      run: {
        requestedAt: launchedAt + 61_000,
        runningAt: launchedAt + 62_000,
        idleAt: null,
        killedAt: null,
        askedAt: launchedAt + 62_000,
        succeededBefore: 2,
        failedBefore: 1,
      },
      endingRun: {
        requestedAt: launchedAt + 20_000,
        succeededBefore: 1,
        failedBefore: 0,
        reportedAt: launchedAt + 55_000,
        killedAt: null,
      },
      unreported: [{ requestedAt: launchedAt + 1_000, as: 'failed' }],
      failedDue: 2,
      chronosAheadMs: -250,
      quietSince: null,
      quietedAt: null,
    },
    lastEndAt: launchedAt + 55_000,
    lastFinishedAt: launchedAt / 1000 + 54.25,
    lastDurationSeconds: 34.25,
    lastFailure: {
      run: 'ct:1:0:linpack:',
      exitCode: 7,
      startedAt: launchedAt / 1000 + 20,
      finishedAt: launchedAt / 1000 + 30,
      hostname: 'agent-1',
      sandbox: '/sandboxes/linpack',
      lastLines: ['cannot open "ä"', ''],
    },
    recentRuns: { counted_: launchedAt + 10_000 },
    forgottenUpTo: launchedAt - 100_000,
    loops: { task_key: { upTo: 3, order: launchedAt + 5_000 } },
    call: { do: 'resize', at: launchedAt + 60_500 },
    removedAt: null,
    containers: [
      {
        name: 'mesos-0',
        startedAt: launchedAt / 1000 - 70,
        endedAt: launchedAt / 1000 + 10.25,
        cpus: 0.3,
      },
    ],
    decision,
    trouble: 'The last run ended with exit code 137.',
    problem: null,
    missingSince: launchedAt + 59_000,
    finish: null,
    scheduleEndsAt: deadlineAt + 86_400_000,
    lastPointAt: launchedAt + 60_000,
    evaluatedAt: launchedAt + 61_000,
  },
};

/** The same of a job that is an app, in which nothing is left out either. */
export const appForTests: Job = {
  ...jobForTests,
  spec: { ...spec, framework: 'marathon' },
  progress: {
    ...jobForTests.progress,
    execution: {
      kind: 'looping-app',
      run: {
        requestedAt: launchedAt + 61_000,
        runningAt: launchedAt + 62_000,
        idleAt: null,
        killedAt: null,
      },
      task: { id: 'app.2', seenAt: launchedAt + 5_000 },
      stagedTask: { id: 'app.3', seenAt: launchedAt + 58_000 },
      crashedTask: 'app.1',
      changingSince: launchedAt + 57_000,
      starts: { version: 'v2', isFirst: false, offerSeconds: [0.6, 26.2], taskSeconds: [0.4, 12] },
      suspendedAt: launchedAt + 30_000,
      restsOver: 2,
      restartSeconds: 12.5,
    },
  },
};
