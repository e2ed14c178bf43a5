import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob, anApp, aReport } from '../../test/rigs/builders.ts';
import { aDecision, aRun, loopingAppOf, noon } from '../../test/rigs/progress.ts';
import { laws } from '../control/laws.ts';
import type { Job } from '../job/job.ts';
import type { Observation } from '../ports/observation.ts';
import { planOf } from './decide-cpus.ts';
import { planEvaluation } from './plan-evaluation.ts';

const minuteAfter = noon + 60_000;
/** Ten iterations of a minute in eight minutes: the law `step` adds 0.3 cpus at each report. */
const late = { deadlineAt: noon + 480_000, spec: { framework: 'marathon' as const } };
const anAppJob = ({ progress, ...change }: Parameters<typeof aJob>[0] = {}): Job =>
  aJob({
    ...late,
    ...change,
    progress: { decision: aDecision(), ...progress },
  });
const { spec: specOfJob, deadlineAt: deadlineOfJob } = anAppJob();
const planOfJob = planOf(specOfJob, deadlineOfJob);
const plan = (job: Job, seen: Observation, now = minuteAfter) => planEvaluation(job, seen, laws.step, now);
const report = aReport(60, { run: 'task.2' });

test('an app is resized right after a report, although its next run has begun', () => {
  const { step, progress } = plan(anAppJob({ inbox: { a: report } }), anApp());
  assert.deepEqual([step, progress.cpus, progress.resizes], [{ do: 'resize', force: false }, 1.3, 1]);
  assert.equal(progress.execution.run?.runningAt, minuteAfter);
});

test('between reports it keeps what it has, also when somebody else gave it', () => {
  const { step, progress } = plan(anAppJob(), anApp({ cpus: 1.7 }));
  assert.deepEqual([step.do, progress.cpus, progress.resizes], ['nothing', 1.7, 0]);
});

test('cpus outside of the bounds of the job are set right', () => {
  const { step, progress } = plan(anAppJob(), anApp({ cpus: 9 }));
  assert.deepEqual([step.do, progress.cpus], ['resize', 2]);
});

test('a resize that came to nothing is tried again at once, and later only after the next report', () => {
  const decision = aDecision({ at: minuteAfter, cpus: 1.3 });
  const job = anAppJob({
    progress: { cpus: 1.3, resizes: 1, decision, lastEndAt: minuteAfter },
  });
  const soon = plan(job, anApp(), minuteAfter + 1_500);
  assert.deepEqual([soon.step.do, soon.progress.cpus], ['resize', 1.3]);
  const later = plan(job, anApp(), minuteAfter + 2_500);
  assert.deepEqual([later.step.do, later.progress.cpus, later.progress.resizes], ['nothing', 1, 1]);
});

test('a loop that reports again and again, because it gets no answer, does not hang', () => {
  const hour = noon + 3_600_000;
  const stepOf = (job: Job) => planEvaluation(job, anApp(), laws.adaptive, hour).step;
  const task = { id: 'task', seenAt: noon - 60_000 };
  const job = anAppJob({ progress: { lastEndAt: noon, task, run: aRun({ runningAt: noon }) } });
  assert.deepEqual(stepOf(job), { do: 'kill', taskId: 'task' });
  assert.notEqual(stepOf({ ...job, heardAgainAt: hour - 5_000 }).do, 'kill');
});

test('while a deployment is under way nothing is changed', () => {
  const { progress } = plan(anAppJob({ inbox: { a: report } }), anApp({ app: { isChanging: true } }));
  assert.deepEqual([progress.cpus, progress.resizes], [1, 0]);
});

test('a deployment that finds too few cpus is replaced', () => {
  const waitsFor = { reason: 'InsufficientCpus', offeredCpus: 0.8 };
  const seen = anApp({ cpus: 1.3, run: 'queued', app: { isChanging: true, taskId: null, waitsFor } });
  const job = anAppJob({ progress: { cpus: 1.3, run: aRun({ idleAt: noon }) } });
  const { step, progress } = plan(job, seen);
  assert.deepEqual([step, progress.cpus], [{ do: 'resize', force: true }, 0.8]);
});

test('what a restart costs has its place in the plan of an app', () => {
  const { spec, deadlineAt } = anAppJob();
  assert.equal(planOf(spec, deadlineAt, 8).restartSeconds, 8);
  assert.ok(planOf(spec, deadlineAt, 0).restartSeconds > 0);
});

test('a run that was lost with its task adds nothing to what a restart costs', () => {
  const first = aReport(700, { run: 'other-task.1' });
  const job = anAppJob({ inbox: { b: first }, progress: { lastFinishedAt: noon / 1000, restartSeconds: 6 } });
  assert.equal(loopingAppOf(plan(job, anApp()).progress).restartSeconds, 6);
});

test('while an image is pulled the app keeps its cpus for as long as that takes, by either law', () => {
  for (const law of [laws.step, laws.adaptive]) {
    let job = anAppJob({ progress: { status: 'LAUNCHING', decision: null, memory: law.begin(planOfJob) } });
    const staged = anApp({ run: 'queued', app: { isChanging: true, taskId: null, stagedTask: 'task' } });
    for (let second = 1; second < 600; second += 5) {
      const { step, progress } = planEvaluation(job, staged, law, noon + second * 1000);
      assert.ok(step.do === 'look-again' || step.do === 'nothing', step.do);
      assert.deepEqual(
        [progress.cpus, progress.ceiling, progress.resizes, progress.failures],
        [1, null, 0, 0],
      );
      job = { ...job, progress };
    }
    assert.match(job.progress.problem ?? '', /^The task has been staged for 595 s/);
  }
});

test('a run that was killed because it hung is counted, though the next task reports before anybody looks', () => {
  const inbox = { a: aReport(59, { run: 'other-task.1' }) };
  const { progress } = plan(anAppJob({ inbox, progress: { run: aRun({ killedAt: noon }) } }), anApp());
  assert.deepEqual([progress.failures, progress.failuresInRow, progress.completed], [1, 0, 1]);
});

test('a finished app is taken down although its task sleeps', () => {
  const job = anAppJob({ inbox: { a: report }, progress: { completed: 9 } });
  assert.equal(plan(job, anApp()).step.do, 'remove');
});

test('a new app begins with what the law says, and is submitted once', () => {
  const job = anAppJob({ progress: { status: 'LAUNCHING', decision: null } });
  assert.equal(plan(job, { known: true, found: false }, noon).step.do, 'submit');
  const waiting = anApp({ run: 'queued', app: { isChanging: true, taskId: null } });
  const seen = plan(job, waiting, noon + 1_000);
  assert.deepEqual([seen.step.do, seen.progress.status], ['look-again', 'RUNNING']);
});

test('what failed in an app of the same name before is not counted', () => {
  const failure = { taskId: 'of-the-app-before', message: 'exited with status 1', isOld: true };
  const job = anAppJob({ progress: { status: 'LAUNCHING', decision: null } });
  const { progress } = plan(job, anApp({ app: { failure } }), noon + 1_000);
  assert.deepEqual([progress.failures, loopingAppOf(progress).crashedTask], [0, 'of-the-app-before']);
  const ours = plan(job, anApp({ app: { failure: { ...failure, isOld: false } } }), noon + 1_000);
  assert.equal(ours.progress.failures, 1);
});

test('a job that its framework does not take says so after a while', () => {
  const job = anAppJob({ progress: { status: 'LAUNCHING', decision: null } });
  const missing = { known: true, found: false } as const;
  assert.equal(plan(job, missing, noon + 30_000).progress.problem, null);
  const late = plan(job, missing, noon + 60_000);
  assert.match(late.progress.problem ?? '', /^marathon has not accepted the job yet/);
  assert.equal(late.step.do, 'submit');
});
