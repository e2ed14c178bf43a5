import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measuredOf, traceCsv } from '../../dashboard/files/trace-csv.ts';
import { parseTrace } from './trace.ts';

const noon = Date.UTC(2030, 0, 1, 12);
const at = (seconds: number) => new Date(noon + seconds * 1000).toISOString();
const ended = (cpus: number, durationSeconds: number, endedAt: number) => ({
  cpus,
  durationSeconds,
  endedAt: at(endedAt),
});
const point = (...iterations: ReturnType<typeof ended>[]) => ({
  at: at(0),
  status: 'RUNNING' as const,
  completed: 0,
  remaining: 0,
  cpus: 1,
  deadlineAt: at(0),
  coreSeconds: 0,
  iterations,
});

/** Two jobs, as the API shows what their evaluations changed; the second counts two iterations at once. */
const jobs = [
  { points: [point(ended(0.5, 62.4, 70)), point(), point(ended(1, 31, 106))] },
  { points: [point(ended(1, 30, 40), ended(0.5, 60.25, 104.25))] },
];

test('what pacer trace writes is what the benchmark reads: each iteration at its cpus, and the mean of the gaps', () => {
  const text = `${traceCsv(jobs.flatMap(measuredOf)).join('\n')}\n`;
  const { levels, deploySeconds } = parseTrace(text, 'nightly.csv');
  assert.deepEqual(levels, [
    { cpus: 0.5, seconds: [60.25, 62.4] },
    { cpus: 1, seconds: [30, 31] },
  ]);
  // 5 s in the first job, 4 s in the second, and none before their first iterations.
  assert.equal(deploySeconds, 4.5);
});

test('clocks that differ give no gap below zero, and a job of one iteration has none', () => {
  const [, second] = measuredOf({ points: [point(ended(1, 10, 10), ended(1, 10, 19))] });
  assert.equal(second?.deploySeconds, 0);
  const trace = parseTrace(traceCsv(measuredOf({ points: [point(ended(1, 10, 10))] })).join('\n'), 'one.csv');
  assert.equal(trace.deploySeconds, 0);
});
