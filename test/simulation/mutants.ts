/** One change of the code that breaks an invariant: the simulation is worth something only if it finds each. */
export interface Mutant {
  invariant: string;
  /** What is broken, as the name of a test. */
  what: string;
  file: string;
  /** What stands there now, once. */
  text: string;
  instead: string;
  /** One of the seeds that find it: it is played first. */
  seed?: number;
}

/** For each invariant one. */
export const mutants: Mutant[] = [
  {
    invariant: 'counted-once',
    what: 'runs that are counted are not remembered',
    file: 'lib/plan/fold-reports.ts',
    text: 'folded.progress = rememberRun(folded.progress, key, report);',
    instead: 'void rememberRun(folded.progress, key, report);',
    seed: 3,
  },
  {
    invariant: 'reported-is-counted',
    what: 'of reports that wait together only one is counted',
    file: 'lib/plan/fold-reports.ts',
    text: 'if (folded.progress.completed >= plan.iterations) break;',
    instead: 'if (folded.progress !== job.progress) break;',
    seed: 883,
  },
  {
    invariant: 'failures-are-real',
    what: 'a crash of a task is counted at each look',
    file: 'lib/plan/looping-app/settle-app.ts',
    text: 'if (failure === null || failure.taskId === progress.execution.crashedTask) return progress;',
    instead: 'if (failure === null) return progress;',
    seed: 1,
  },
  {
    invariant: 'one-at-a-time',
    what: 'a new task of an app runs before the old one has ended',
    file: 'lib/frameworks/marathon/framework.ts',
    text: 'minimumHealthCapacity: 0,',
    instead: 'minimumHealthCapacity: 1,',
    seed: 1,
  },
  {
    invariant: 'none-after-the-last',
    what: 'a loop is not told to stop',
    file: 'lib/store/reports.ts',
    text: "return isOver || cancelRequestedAt !== null ? 'stop' : 'continue';",
    instead: "return isOver && cancelRequestedAt !== null ? 'stop' : 'continue';",
    seed: 1,
  },
  {
    invariant: 'none-while-paused',
    what: 'a paused job is started like any other',
    file: 'lib/plan/next-step.ts',
    text: 'return pausedAt === null ? betweenRuns(spec, progress, found, now) : nothing;',
    instead: 'return betweenRuns(spec, progress, found, now);',
  },
  {
    invariant: 'cpus-in-bounds',
    what: 'what the law says goes unbounded',
    file: 'lib/plan/decide-cpus.ts',
    text: 'Math.max(plan.cpus.min, Math.min(decision.cpus, highest))',
    instead: 'Math.max(0.01, 0.9 * Math.min(decision.cpus, highest))',
    seed: 1,
  },
  {
    invariant: 'ends-once',
    what: 'a job that is taken from its framework after its end counts as deleted there',
    file: 'lib/plan/settle.ts',
    text: 'if (isFinished(progress.status)) return settleEnded(progress, observation, now);',
    instead:
      'if (isFinished(progress.status) && observation.found) return settleEnded(progress, observation, now);',
    seed: 1,
  },
  {
    invariant: 'nothing-is-forgotten',
    what: 'a save does not look whether another came first',
    file: 'lib/store/job-items.ts',
    text: "ConditionExpression: 'version = :seen'",
    instead: "ConditionExpression: 'version >= :seen'",
    seed: 466,
  },
  {
    invariant: 'one-job-of-a-name',
    what: 'the name of a live job is taken',
    file: 'lib/commands/claim-name.ts',
    text: 'isFinished(progress.status) && retired',
    instead: "progress.status !== 'LAUNCHING'",
    seed: 44,
  },
  {
    invariant: 'ends-for-a-cause',
    what: 'a job that Chronos does not show yet is taken for deleted',
    file: 'lib/plan/settle.ts',
    text: "if (progress.status === 'LAUNCHING') {",
    instead: "if (progress.status === 'LAUNCHING' && now - spec.launchedAt < 600) {",
    seed: 144,
  },
  {
    invariant: 'completed-is-all',
    what: 'the last iteration is not waited for',
    file: 'lib/plan/progress/end-job.ts',
    text: 'if (completed >= spec.iterations) {',
    instead: 'if (completed >= Math.max(1, spec.iterations - 1)) {',
    seed: 1,
  },
  {
    invariant: 'bounded-work',
    what: 'what a task does is looked at again and again',
    file: 'lib/plan/progress/step.ts',
    text: "return next === undefined ? { do: 'nothing' }",
    instead: "return next === undefined || next > 0.5 ? { do: 'look-again', afterSeconds: 0.1 }",
    seed: 1,
  },
  {
    invariant: 'no-secret',
    what: 'a log line shows the token of a job',
    file: 'lib/commands/launch-job.ts',
    text: 'const isNew = await deps.store.create(job);',
    instead:
      "const isNew = await deps.store.create(job);\n  deps.log.info('launched', { token: await deps.callbackToken(jobId) });",
    seed: 1,
  },
  {
    invariant: 'errors-are-foreseen',
    what: 'who loses a race fails',
    file: 'lib/evaluate/evaluate-job.ts',
    text: 'if (error instanceof StaleJobError) return lostRace(known);',
    instead: '',
    seed: 34,
  },
  {
    invariant: 'shared-framework-unharmed',
    what: 'a job of Chronos is deleted as soon as its run is over',
    file: 'lib/plan/started-runs/next-step-after-end.ts',
    text: 'export const quietBeforeDeleteMs = 8_000;',
    instead: 'export const quietBeforeDeleteMs = 0;',
    seed: 18,
  },
  {
    invariant: 'finishes',
    what: 'a run that hangs is not ended',
    file: 'lib/plan/progress/step.ts',
    text: 'return now - beganAt > hungAfterMs;',
    instead: 'return now - beganAt > 1000 * hungAfterMs;',
    seed: 76,
  },
  {
    invariant: 'no-framework-job-left',
    what: 'a job that has ended is let be in its framework',
    file: 'lib/plan/started-runs/next-step-after-end.ts',
    text: 'if (!isThere) return',
    instead: 'if (now > 0) return',
    seed: 1,
  },
  {
    invariant: 'no-task-left',
    what: 'what runs of an ended job is not waited for',
    file: 'lib/plan/started-runs/next-step-after-end.ts',
    text: '? remove(progress, now)\n    : whileChronosHasIt',
    instead: '? nothing\n    : whileChronosHasIt',
    seed: 1,
  },
  {
    invariant: 'no-schedule-left',
    what: 'the schedule of a job that is over goes on',
    file: 'lib/evaluate/evaluate-job.ts',
    text: 'await deps.schedules.remove(job.spec.jobId);',
    instead: '',
    seed: 1,
  },
  {
    invariant: 'no-alarm-left',
    what: 'the alarm of a job that is over stays',
    file: 'lib/monitoring/reconcile-alarm.ts',
    text: 'await alarms.remove(spec);',
    instead: '',
    seed: 5,
  },
  {
    invariant: 'no-name-left',
    what: 'the name of a job that is over is not freed',
    file: 'lib/evaluate/retire-job.ts',
    text: 'await store.releaseName(spec);',
    instead: '',
    seed: 1,
  },
  {
    invariant: 'no-listing-left',
    what: 'a job that is over is never called clean',
    file: 'lib/evaluate/evaluate-job.ts',
    text: 'await deps.store.markClean(job.spec.jobId);',
    instead: '',
    seed: 1,
  },
  {
    invariant: 'metrics-complete',
    what: 'what Monasca did not take counts as taken',
    file: 'lib/monitoring/deliver-metrics.ts',
    text: 'await send(spec, points)',
    instead: 'await send(spec, points).catch(() => points.length)',
    seed: 2,
  },
];
