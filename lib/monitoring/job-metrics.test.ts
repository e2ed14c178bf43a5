import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobForTests, pointForTests } from '../../test/rigs/job.ts';
import { jobMetrics } from './job-metrics.ts';

const { spec } = jobForTests;
const valuesOf = (point: typeof pointForTests) =>
  Object.fromEntries(jobMetrics(spec, [point]).map(({ name, value }) => [name, value]));

test('a point is a metric for each of its numbers, at its instant and with the dimensions of its job', () => {
  const metrics = jobMetrics(spec, [pointForTests]);
  for (const { name, timestamp, dimensions } of metrics) {
    if (name !== 'pacer.iteration_duration_seconds') assert.equal(timestamp, pointForTests.at);
    assert.deepEqual(dimensions, {
      job: spec.name,
      job_id: spec.jobId,
      framework: 'chronos',
      cluster: spec.cluster,
    });
  }
  const values = valuesOf(pointForTests);
  assert.equal(values['pacer.remaining_iterations'], pointForTests.remaining);
  assert.equal(values['pacer.cpus'], pointForTests.cpus);
  assert.equal(values['pacer.core_seconds'], pointForTests.coreSeconds);
  assert.equal(values['pacer.status'], 1);
  assert.equal(values['pacer.outlook'], 0);
});

test('the duration of each iteration is of the instant at which it ended, and never ahead of its point', () => {
  const { at } = pointForTests;
  const iterations = [
    { cpus: 1, durationSeconds: 10, endedAt: at - 50_000 },
    { cpus: 1, durationSeconds: 50, endedAt: at - 500 },
    { cpus: 1, durationSeconds: 30, endedAt: at + 80_000 },
    { cpus: 1, durationSeconds: 20, endedAt: at + 90_000 },
  ];
  const metrics = jobMetrics(spec, [{ ...pointForTests, iterations }]);
  const durations = metrics.filter(({ name }) => name === 'pacer.iteration_duration_seconds');
  assert.deepEqual(
    durations.map(({ timestamp, value }) => [timestamp - at, value]),
    [
      [-50_000, 10],
      [-500, 50],
      [-1, 30],
      [0, 20],
    ],
  );
});

test('a forecast is seconds after the deadline, negative before it', () => {
  const { decision, deadlineAt } = pointForTests;
  assert.ok(decision);
  const finishAt = { p10: deadlineAt - 30_000, p50: deadlineAt - 5_000, p90: deadlineAt + 12_500 };
  const values = valuesOf({
    ...pointForTests,
    decision: { ...decision, forecast: { finishAt, onTimeProbability: 0.7 } },
  });
  assert.equal(values['pacer.forecast_after_deadline_p10_seconds'], -30);
  assert.equal(values['pacer.forecast_after_deadline_seconds'], -5);
  assert.equal(values['pacer.forecast_after_deadline_p90_seconds'], 12.5);
  assert.equal(values['pacer.on_time_probability'], 0.7);
});

test('what cannot be met, and that more cpus would not help, are numbers too, with the sentence beside', () => {
  const { decision } = pointForTests;
  assert.ok(decision);
  const point = {
    ...pointForTests,
    decision: { ...decision, outlook: 'cannot-be-met' as const, moreCpusWouldHelp: false },
  };
  const outlook = jobMetrics(spec, [point]).find(({ name }) => name === 'pacer.outlook');
  assert.equal(outlook?.value, 2);
  assert.deepEqual(outlook?.valueMeta, { outlook: 'cannot-be-met', sentence: decision.reason.sentence });
  assert.equal(valuesOf(point)['pacer.more_cpus_would_help'], 0);
});

test('the last probability is 1 of a job that was done in time, and 0 of one that was late, failed or was cancelled', () => {
  const { deadlineAt } = pointForTests;
  const late = { status: 'COMPLETED', finishedAt: deadlineAt + 1 } as const;
  const ends = [
    [{ status: 'COMPLETED', finishedAt: deadlineAt, at: deadlineAt + 5 }, 1, 0, 'on-time'],
    [late, 0, 3, 'late'],
    [{ status: 'FAILED', finishedAt: deadlineAt - 5 }, 0, 4, 'failed'],
    [{ status: 'CANCELLED', finishedAt: deadlineAt - 5 }, 0, 5, 'cancelled'],
    // As an earlier Pacer wrote it.
    [{ status: 'COMPLETED', finishedAt: undefined, at: deadlineAt + 5 }, 0, 3, 'late'],
  ] as const;
  for (const [end, probability, value, outlook] of ends) {
    const point = { ...pointForTests, ...end };
    assert.equal(valuesOf(point)['pacer.on_time_probability'], probability, outlook);
    const sent = jobMetrics(spec, [point]).find(({ name }) => name === 'pacer.outlook');
    assert.deepEqual([sent?.value, sent?.valueMeta], [value, { outlook }]);
  }
});

test('a finished job has a status and no forecast any more, and an iteration that took no time that is known has none', () => {
  const values = valuesOf({ ...pointForTests, status: 'COMPLETED', remaining: 0, iterations: [] });
  assert.equal(values['pacer.status'], 2);
  assert.deepEqual(Object.keys(values).sort(), [
    'pacer.core_seconds',
    'pacer.cpus',
    'pacer.on_time_probability',
    'pacer.outlook',
    'pacer.remaining_iterations',
    'pacer.status',
  ]);
});
