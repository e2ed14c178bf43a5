import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob } from '../../test/rigs/builders.ts';
import { noon } from '../../test/rigs/progress.ts';
import { type JobAlarm, noAlarm } from '../job/monitored.ts';
import { monitoringTakesMs, reportToMonasca } from './report-to-monasca.ts';

interface Evaluated {
  afterSeconds?: number;
  madePoint?: boolean;
  isTick?: boolean;
  fails?: string;
  isSent?: boolean;
  status?: 'RUNNING' | 'COMPLETED';
  alarm?: JobAlarm | null;
}

/** One evaluation, so many seconds after the job's last point; `calls` is what it did at Monasca. */
async function tell({
  afterSeconds = 0,
  madePoint = false,
  isTick = true,
  fails = '',
  isSent = false,
  status = 'RUNNING',
  alarm = null,
}: Evaluated) {
  const now = noon + afterSeconds * 1000;
  const calls: string[] = [];
  const call = (name: string) => async () => {
    calls.push(name);
    return name !== fails;
  };
  const monitoring = (until: number) => {
    assert.equal(until, now + monitoringTakesMs);
    return {
      sendMetrics: call('metrics'),
      reconcileAlarm: call('alarm'),
      reportConcerns: call('late'),
      measureCpuUse: call('cpu'),
    };
  };
  const job = aJob({ alarm, metricsSentUpTo: isSent ? noon : 0, progress: { status, lastPointAt: noon } });
  const isTold = await reportToMonasca({ monitoring, now: () => now }, job, { madePoint, isTick });
  return { calls, isTold };
}

test('the alarm comes first, then what it looks at, then the metrics, then the CPU use, and that at a tick only', async () => {
  const calls = ['alarm', 'late', 'metrics', 'cpu'];
  assert.deepEqual(await tell({ madePoint: true }), { calls, isTold: true });
  const report = await tell({ madePoint: true, isTick: false });
  assert.deepEqual(report.calls, ['alarm', 'late', 'metrics']);
});

test('how late the job will be is told by every evaluation while it lives, news or not', async () => {
  assert.deepEqual((await tell({ isSent: true })).calls, ['alarm', 'late', 'cpu']);
  assert.deepEqual((await tell({ isSent: true, isTick: false })).calls, ['alarm', 'late']);
  const over = await tell({ madePoint: true, status: 'COMPLETED' });
  assert.deepEqual(over, { calls: ['metrics', 'alarm', 'late', 'cpu'], isTold: true });
});

test('an alarm that is not right hears nothing and holds up no metrics', async () => {
  const calls = ['alarm', 'metrics', 'cpu'];
  assert.deepEqual(await tell({ madePoint: true, fails: 'alarm' }), { calls, isTold: false });
});

test('an alarm that could not be set before comes after the metrics, lest it holds them up for ever', async () => {
  const alarm = { ...noAlarm, problem: 'no answer' };
  assert.deepEqual((await tell({ madePoint: true, alarm })).calls, ['metrics', 'alarm', 'late', 'cpu']);
});

test('not all is told while metrics are left, or the end is to be told again, or the CPU use is to be read again', async () => {
  const metrics = await tell({ madePoint: true, fails: 'metrics', status: 'COMPLETED' });
  assert.deepEqual(metrics, { calls: ['metrics', 'alarm', 'late'], isTold: false });
  const end = await tell({ isSent: true, fails: 'late', status: 'COMPLETED' });
  assert.deepEqual(end, { calls: ['alarm', 'late', 'cpu'], isTold: false });
  assert.equal((await tell({ isSent: true, fails: 'cpu', status: 'COMPLETED' })).isTold, false);
});

test('a point is sent by whoever made it and, once that must be over, by anyone', async () => {
  const sends = async (afterSeconds: number, madePoint: boolean) =>
    (await tell({ afterSeconds, madePoint })).calls.includes('metrics');
  assert.deepEqual([await sends(0, true), await sends(0, false)], [true, false]);
  assert.deepEqual([await sends(20, true), await sends(15, false)], [true, false]);
  assert.equal(await sends(16, false), true);
});
