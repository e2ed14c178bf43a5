import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob, noon } from '../../test/rigs/builders.ts';
import { monitoringTakesMs, tellMonasca } from './tell-monasca.ts';

/** One evaluation, so many seconds after the job's last point; `calls` is what it did at Monasca. */
async function tell({ afterSeconds = 0, madePoint = false, isTick = true, fails = '', isSent = false }) {
  const now = noon + afterSeconds * 1000;
  const calls: string[] = [];
  const call = (name: string) => async () => {
    calls.push(name);
    return name !== fails;
  };
  const monitoring = (until: number) => {
    assert.equal(until, now + monitoringTakesMs);
    const measureCpuUse = async () => void calls.push('cpu');
    return { sendMetrics: call('metrics'), keepAlarm: call('alarm'), measureCpuUse };
  };
  const job = aJob({ metricsSentUpTo: isSent ? noon : 0, progress: { lastPointAt: noon } });
  const isTold = await tellMonasca({ monitoring, now: () => now }, job, { madePoint, isTick });
  return { calls, isTold };
}

test('metrics come first, then the alarm, then the CPU use, and that at a tick only', async () => {
  const all = ['metrics', 'alarm', 'cpu'];
  assert.deepEqual(await tell({ madePoint: true }), { calls: all, isTold: true });
  const report = await tell({ madePoint: true, isTick: false });
  assert.deepEqual(report, { calls: ['metrics', 'alarm'], isTold: true });
});

test('what fails is not followed by more', async () => {
  for (const [fails, calls] of [
    ['metrics', ['metrics']],
    ['alarm', ['metrics', 'alarm']],
  ] as const) {
    assert.deepEqual(await tell({ madePoint: true, fails }), { calls: [...calls], isTold: false });
  }
});

test('without metrics to send there is still the alarm', async () => {
  assert.deepEqual((await tell({ isSent: true })).calls, ['alarm', 'cpu']);
});

test('a point is sent by whoever made it and, once that must be over, by anyone', async () => {
  const sends = async (afterSeconds: number, madePoint: boolean) =>
    (await tell({ afterSeconds, madePoint })).calls.includes('metrics');
  assert.deepEqual([await sends(0, true), await sends(0, false)], [true, false]);
  assert.deepEqual([await sends(20, true), await sends(15, false)], [true, false]);
  assert.equal(await sends(16, false), true);
});
