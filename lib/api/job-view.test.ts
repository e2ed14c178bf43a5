import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appForTests, jobForTests, pointForTests } from '../../test/rigs/job.ts';
import type { Job } from '../job/job.ts';
import type { JobProgress } from '../job/progress.ts';
import { jobView, pointView } from './job-view.ts';

function job(progress: Partial<JobProgress>, more: Partial<Job> = {}): Job {
  return { ...jobForTests, ...more, progress: { ...jobForTests.progress, ...progress } };
}

const finish = {
  at: Date.parse('2026-01-01T00:09:00Z'),
  reason: 'all-iterations-done',
  sentence: 'All 20 iterations are done.',
} as const;

test('a live job is shown with its outlook, forecast and last decision', () => {
  const forecast = {
    finishAt: {
      p10: '2026-01-01T00:09:51.000Z',
      p50: '2026-01-01T00:09:55.000Z',
      p90: '2026-01-01T00:09:59.000Z',
    },
    onTimeProbability: 0.987,
  };
  assert.deepEqual(jobView(jobForTests), {
    jobId: '01KDTEST000000000000000000',
    name: 'linpack',
    framework: 'chronos',
    cluster: 'default',
    status: 'RUNNING',
    cancelRequested: true,
    iterations: 20,
    completed: 2,
    remaining: 18,
    failures: 1,
    launchedAt: '2026-01-01T00:00:00.000Z',
    launchedBy: 'arn:aws:iam::123456789012:user/operator',
    scheduledAt: '2025-12-31T23:59:59.000Z',
    deadlineAt: '2026-01-01T00:10:00.000Z',
    cpus: 0.6,
    initialCpus: 0.3,
    cpuBounds: { min: 0.1, max: 2 },
    resizes: 1,
    coreSeconds: 21.5,
    cpuUse: { usedCpus: 0.21, allocatedCpus: 0.3, at: '2026-01-01T00:00:50.000Z' },
    law: 'adaptive',
    outlook: 'on-time',
    forecast,
    decision: {
      cpus: 0.6,
      reason: 'under-performing',
      sentence: 'At 0.3 cpus the job would end 12 s after its deadline.',
      outlook: 'on-time',
      moreCpusWouldHelp: true,
    },
    problem: 'The last run ended with exit code 137.',
    notify: { name: 'operators', isSet: true },
    webhook: 'hooks.example.org',
  });
});

test('an app is shown with what a change of its cpus costs', () => {
  const { framework, restartSeconds } = jobView(appForTests);
  assert.deepEqual([framework, restartSeconds], ['marathon', 12.5]);
});

test('a job of which nothing is known yet is shown without what is not known', () => {
  const view = jobView(job({ decision: null, trouble: null }, { cancelRequestedAt: null }));
  for (const field of [
    'outlook',
    'forecast',
    'decision',
    'problem',
    'cancelRequested',
    'onTime',
    'finishedAt',
  ]) {
    assert.equal(field in view, false, field);
  }
});

test('what CPU a job uses is shown once it is known', () => {
  for (const cpuUse of [undefined, { askedAt: 1, known: null }]) {
    assert.equal('cpuUse' in jobView(job({}, { cpuUse })), false);
  }
});

test('what keeps the job from going on is shown before what went wrong with its last run', () => {
  const view = jobView(job({ problem: 'Chronos does not answer.', trouble: 'The last run was lost.' }));
  assert.equal(view.problem, 'Chronos does not answer.');
});

test('a completed job tells whether it was on time, and forecasts no more', () => {
  const view = jobView(job({ status: 'COMPLETED', finish }));
  assert.equal(view.onTime, true);
  assert.equal(view.finishedAt, '2026-01-01T00:09:00.000Z');
  assert.equal(view.finishReason, 'all-iterations-done');
  assert.equal(view.finishSentence, 'All 20 iterations are done.');
  assert.equal('forecast' in view || 'outlook' in view || 'cancelRequested' in view, false);
  const late = { ...finish, at: jobForTests.deadlineAt + 1 };
  assert.equal(jobView(job({ status: 'COMPLETED', finish: late })).onTime, false);
});

test('a job that did not complete was neither on time nor late', () => {
  const view = jobView(job({ status: 'FAILED', finish: { ...finish, reason: 'too-many-failures' } }));
  assert.equal('onTime' in view, false);
});

test('neither the token nor the command nor the environment is shown', () => {
  const shown = JSON.stringify(jobView(jobForTests));
  for (const hidden of ['hash-of-the-token', 'exit 3', 'GREETING', 'reportUrl']) {
    assert.equal(shown.includes(hidden), false, hidden);
  }
});

test('a point is shown with its instants in UTC, with and without a decision', () => {
  const { decision, ...rest } = pointForTests;
  const view = pointView(pointForTests);
  assert.deepEqual([view.at, view.deadlineAt], ['2026-01-01T00:01:00.000Z', '2026-01-01T00:10:00.000Z']);
  assert.equal(view.decision?.reason, decision?.reason.code);
  assert.equal(view.forecast?.onTimeProbability, 0.987);
  const undecided = pointView({ ...rest, decision: null });
  assert.equal('decision' in undecided || 'forecast' in undecided, false);
});

test('an ended job says what is still to be removed, until nothing is', () => {
  const at = jobForTests.progress.lastPointAt;
  const finish = { at, reason: 'cancelled', sentence: 'Cancelled.' } as const;
  const progress = { ...jobForTests.progress, status: 'CANCELLED', finish } as const;
  const ended = { ...jobForTests, progress };
  const left = (change: Partial<typeof jobForTests>) => jobView({ ...ended, ...change }).ending?.left;
  const job = 'the job in chronos, and its name';
  assert.deepEqual(left({}), [job, 'metrics for Monasca', 'the alarms in Monasca', 'the schedule']);
  const told = { metricsSentUpTo: at, alarm: null, retired: true };
  assert.deepEqual(left(told), ['the schedule']);
  assert.equal(left({ ...told, clean: true }), undefined);
  assert.equal(jobView(jobForTests).ending, undefined);
});
