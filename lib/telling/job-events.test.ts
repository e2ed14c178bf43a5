import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobForTests, pointForTests } from '../../test/rigs/job.ts';
import { jobEvents } from './job-events.ts';

const { spec, deadlineAt } = jobForTests;

test('an event says which job it is of, what became of it, and how it stands', () => {
  const [event, ...others] = jobEvents(spec, pointForTests, 'pacer');
  assert.deepEqual(others, []);
  assert.deepEqual(event, {
    source: 'pacer',
    detailType: 'Job At Risk',
    time: pointForTests.at,
    detail: {
      version: 1,
      id: `${spec.jobId}-${pointForTests.at}-at-risk`,
      transition: 'at-risk',
      at: new Date(pointForTests.at).toISOString(),
      stack: 'pacer',
      jobId: spec.jobId,
      name: spec.name,
      framework: 'chronos',
      cluster: spec.cluster,
      launchedBy: spec.launchedBy,
      scheduledAt: new Date(spec.scheduledAt ?? 0).toISOString(),
      iterations: 20,
      status: 'RUNNING',
      completed: 2,
      cpus: 0.6,
      coreSeconds: 21.5,
      deadlineAt: new Date(deadlineAt).toISOString(),
      forecast: {
        finishAt: Object.fromEntries(
          Object.entries(pointForTests.decision?.forecast.finishAt ?? {}).map(([quantile, at]) => [
            quantile,
            new Date(at).toISOString(),
          ]),
        ),
        onTimeProbability: pointForTests.decision?.forecast.onTimeProbability,
      },
      finishedAt: null,
      onTime: null,
      reason: pointForTests.decision?.reason.code,
      sentence: pointForTests.decision?.reason.sentence,
      cancelledBy: null,
    },
  });
});

test('the event of an end says why it ended, and forecasts nothing', () => {
  const ended = {
    reason: 'cancelled',
    sentence: 'Cancelled.',
    cancelledBy: 'arn:aws:iam::1:user/ops',
  } as const;
  const point = { ...pointForTests, status: 'CANCELLED', finishedAt: deadlineAt, ended } as const;
  const [event] = jobEvents(spec, { ...point, transitions: ['cancelled'] }, 'pacer');
  const { reason, sentence, cancelledBy, forecast, onTime } = event?.detail ?? {};
  assert.deepEqual(
    [reason, sentence, cancelledBy, forecast, onTime],
    ['cancelled', 'Cancelled.', 'arn:aws:iam::1:user/ops', null, null],
  );
});

test('of a job that was done after its deadline two events tell, each with an id of its own', () => {
  const point = { ...pointForTests, status: 'COMPLETED', finishedAt: deadlineAt + 1 } as const;
  const events = jobEvents(spec, { ...point, transitions: ['late', 'completed'] }, 'pacer');
  assert.deepEqual(
    events.map(({ detailType, detail }) => [detailType, detail.onTime]),
    [
      ['Job Late', false],
      ['Job Completed', false],
    ],
  );
  assert.equal(new Set(events.map(({ detail }) => detail.id)).size, 2);
});

test('neither the command nor what a run wrote is in an event', () => {
  const text = JSON.stringify(jobEvents(spec, pointForTests, 'pacer'));
  for (const secret of [spec.command, jobForTests.tokenHash, spec.reportUrl])
    assert.ok(!text.includes(secret));
});
