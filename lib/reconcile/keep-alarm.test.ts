import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob, noon } from '../../test/rigs/builders.ts';
import type { JobAlarm } from '../job/job.ts';
import { keepAlarm } from './keep-alarm.ts';

interface Tick {
  alarm: JobAlarm | null;
  /** Since the last point of the job. */
  seconds: number;
  isOver?: boolean;
  problem?: string;
  /** How it is when it is read again. */
  endsMeanwhile?: boolean;
}

/** One evaluation; `calls` is what it did at Monasca, `marked` what it wrote. */
async function tick({ alarm, seconds, isOver = true, problem, endsMeanwhile = isOver }: Tick) {
  const jobAs = (over: boolean) =>
    aJob({
      alarm,
      spec: { notify: { name: 'operators' } },
      progress: { status: over ? 'COMPLETED' : 'RUNNING', lastPointAt: noon },
    });
  const calls: string[] = [];
  const marked: JobAlarm[] = [];
  const call = (name: string) => async () => {
    calls.push(name);
    if (problem) throw new Error(problem);
  };
  const quiet = () => {};
  const isRight = await keepAlarm(
    {
      store: { load: async () => jobAs(endsMeanwhile), markAlarm: async (_, next) => void marked.push(next) },
      alarms: { set: call('set'), remove: call('remove') },
      log: { info: quiet, warn: quiet, error: quiet },
      now: () => noon + seconds * 1000,
    },
    jobAs(isOver),
  );
  return { isRight, calls, marked };
}

const isSet: JobAlarm = { isSet: true, problem: null };
const isRemoved: JobAlarm = { isSet: false, problem: null };
const unanswered: JobAlarm = { isSet: false, problem: 'no answer within 5000 ms' };

test('a live job has its alarm, which is asked for once', async () => {
  const first = await tick({ alarm: null, seconds: 0, isOver: false });
  assert.deepEqual(first, { isRight: true, calls: ['set'], marked: [isSet] });
  const next = await tick({ alarm: isSet, seconds: 0, isOver: false });
  assert.deepEqual(next, { isRight: true, calls: [], marked: [] });
});

test('an alarm that was set for a job that ended meanwhile is removed by whoever set it', async () => {
  const seen = await tick({ alarm: null, seconds: 0, isOver: false, endsMeanwhile: true });
  assert.deepEqual(seen, { isRight: true, calls: ['set', 'remove'], marked: [isRemoved] });
});

test('what keeps the alarm from being set is kept, once', async () => {
  const problem = 'no answer within 5000 ms';
  const first = await tick({ alarm: null, seconds: 0, isOver: false, problem });
  assert.deepEqual([first.isRight, first.marked], [false, [unanswered]]);
  const next = await tick({ alarm: unanswered, seconds: 0, isOver: false, problem });
  assert.deepEqual([next.isRight, next.marked], [false, []]);
});

test('an alarm that was set is removed at once, and looked for at every look that follows', async () => {
  const removed = { isRight: true, calls: ['remove'], marked: [isRemoved] };
  assert.deepEqual(await tick({ alarm: isSet, seconds: 0 }), removed);
  assert.deepEqual(await tick({ alarm: isRemoved, seconds: 60 }), removed);
});

test('an alarm that may be made late, by a call without an answer, is not taken to be removed before that is over', async () => {
  for (const alarm of [null, unanswered]) {
    const soon = await tick({ alarm, seconds: 14 });
    assert.deepEqual(soon, { isRight: false, calls: ['remove'], marked: [] });
    const later = await tick({ alarm, seconds: 15 });
    assert.deepEqual(later, { isRight: true, calls: ['remove'], marked: [isRemoved] });
  }
});

test('an alarm that could not be removed is not taken to be', async () => {
  const failed = await tick({ alarm: isSet, seconds: 99, problem: 'down' });
  assert.deepEqual(failed, { isRight: false, calls: ['remove'], marked: [] });
});
