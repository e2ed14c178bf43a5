import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob } from '../../test/rigs/builders.ts';
import { noon } from '../../test/rigs/progress.ts';
import type { JobSpec } from '../job/job.ts';
import { type JobAlarm, noAlarm } from '../job/monitored.ts';
import { AlarmRefusedError, reconcileAlarm } from './reconcile-alarm.ts';

interface Tick {
  alarm: JobAlarm | null;
  /** Since the last point of the job. */
  seconds: number;
  isOver?: boolean;
  isBad?: boolean;
  problem?: string;
  isRefused?: boolean;
  /** How it is when it is read again. */
  endsMeanwhile?: boolean;
  notify?: JobSpec['notify'];
  notifyChanged?: boolean;
}

/** One evaluation; `calls` is what it did at Monasca, `marked` what it wrote. */
async function tick({
  alarm,
  seconds,
  isOver = true,
  isBad = false,
  problem,
  isRefused = false,
  endsMeanwhile = isOver,
  notify = { name: 'operators' },
  notifyChanged = false,
}: Tick) {
  const jobAs = (over: boolean) =>
    aJob({
      alarm,
      notifyChanged,
      spec: { notify },
      progress: { status: over ? (isBad ? 'FAILED' : 'COMPLETED') : 'RUNNING', lastPointAt: noon },
    });
  const calls: string[] = [];
  const marked: JobAlarm[] = [];
  const call = (name: string) => async () => {
    calls.push(name);
    if (problem) throw isRefused ? new AlarmRefusedError(problem) : new Error(problem);
  };
  const quiet = () => {};
  const isRight = await reconcileAlarm(
    {
      store: { load: async () => jobAs(endsMeanwhile), markAlarm: async (_, next) => void marked.push(next) },
      alarms: {
        set: async (_, of) => call(of === 'end' ? 'set for the end' : 'set')(),
        remove: call('remove'),
      },
      log: { info: quiet, warn: quiet, error: quiet },
      now: () => noon + seconds * 1000,
    },
    jobAs(isOver),
  );
  return { isRight, calls, marked };
}

const isSet: JobAlarm = { ...noAlarm, isSet: true, method: 'operators' };
const isRemoved = noAlarm;
const unanswered: JobAlarm = { ...isRemoved, problem: 'no answer within 5000 ms', method: 'operators' };

test('a live job has its alarm, which is asked for once', async () => {
  const first = await tick({ alarm: null, seconds: 0, isOver: false });
  assert.deepEqual(first, { isRight: true, calls: ['set'], marked: [isSet] });
  const next = await tick({ alarm: isSet, seconds: 0, isOver: false });
  assert.deepEqual(next, { isRight: true, calls: [], marked: [] });
});

test('an alarm that an earlier Pacer set is replaced, once', async () => {
  const old = { ...isSet, revision: 1 };
  const seen = await tick({ alarm: old, seconds: 0, isOver: false });
  assert.deepEqual(seen, { isRight: true, calls: ['set'], marked: [isSet] });
});

test('what was refused is tried again after twice as long each time, and not for ever', async () => {
  const problem = 'no such method';
  const refusedAgain = { isOver: false, problem, isRefused: true };
  let alarm: JobAlarm = unanswered;
  const triedAt: number[] = [];
  for (let minutes = 0; minutes < 7 * 24 * 60; minutes++) {
    const { calls, marked, isRight } = await tick({ ...refusedAgain, alarm, seconds: minutes * 60 });
    assert.equal(isRight, false);
    if (calls.length > 0) triedAt.push(minutes);
    alarm = marked[0] ?? alarm;
  }
  assert.deepEqual(triedAt, [0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 1023]);
  assert.equal(alarm.problem, problem);
});

test('what was refused and is allowed later is set', async () => {
  const refused = { ...unanswered, refused: { times: 3, at: noon } };
  assert.deepEqual((await tick({ alarm: refused, seconds: 239, isOver: false })).calls, []);
  assert.deepEqual((await tick({ alarm: refused, seconds: 240, isOver: false })).marked, [isSet]);
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
  for (const alarm of [null, unanswered, { ...isSet, revision: 1 }]) {
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

test('the alarm of a bad end is set in place of those of the life, and removed a while after it was told again', async () => {
  const bad = { isOver: true, isBad: true };
  const end: JobAlarm = { ...isSet, of: 'end' };
  const first = await tick({ ...bad, alarm: isSet, seconds: 0 });
  assert.deepEqual(first, { isRight: true, calls: ['set for the end'], marked: [end] });
  assert.deepEqual((await tick({ ...bad, alarm: end, seconds: 60 })).calls, []);
  const once = { ...end, endToldAt: noon };
  assert.deepEqual((await tick({ ...bad, alarm: once, seconds: 600 })).calls, []);
  const told = { ...once, endToldAgainAt: noon + 60_000 };
  assert.deepEqual((await tick({ ...bad, alarm: told, seconds: 89 })).calls, []);
  const { method: _, ...removed } = { ...told, isSet: false };
  const last = await tick({ ...bad, alarm: told, seconds: 90 });
  assert.deepEqual(last, { isRight: true, calls: ['remove'], marked: [removed] });
  assert.deepEqual((await tick({ ...bad, alarm: removed, seconds: 150 })).calls, ['remove']);
});

test('a bad end that nobody could be told of for a day is given up', async () => {
  const bad = { isOver: true, isBad: true, alarm: unanswered };
  const day = 24 * 3600;
  assert.deepEqual((await tick({ ...bad, seconds: day - 1 })).calls, ['set for the end']);
  assert.deepEqual((await tick({ ...bad, seconds: day })).calls, ['remove']);
});

test('what a method refused in the life of a job is not asked for at its end for ever', async () => {
  const refused = { ...unanswered, refused: { times: 11, at: noon } };
  const seen = await tick({ alarm: refused, seconds: 60, isOver: true, isBad: true });
  assert.deepEqual(seen.calls, ['remove']);
});

test('whom a job names instead has the alarms set anew, at once, whatever was refused of whom it named before', async () => {
  const live = { seconds: 0, isOver: false, notify: { name: 'others' }, notifyChanged: true };
  const set = { isRight: true, calls: ['set'], marked: [{ ...isSet, method: 'others' }] };
  assert.deepEqual(await tick({ ...live, alarm: isSet }), set);
  const refused = { ...unanswered, refused: { times: 11, at: noon } };
  assert.deepEqual(await tick({ ...live, alarm: refused }), set);
  const again = await tick({ ...live, alarm: refused, problem: 'no such method', isRefused: true });
  assert.deepEqual(again.marked[0]?.refused, { times: 1, at: noon });
});

test('a job that names nobody any more has no alarms, and whose it never named nothing is asked', async () => {
  const nobody = { seconds: 20, isOver: false, notify: null };
  assert.deepEqual((await tick({ ...nobody, alarm: null })).calls, []);
  for (const alarm of [isSet, null, unanswered]) {
    const removed = await tick({ ...nobody, notifyChanged: true, alarm });
    assert.deepEqual(removed, { isRight: true, calls: ['remove'], marked: [isRemoved] });
  }
  assert.deepEqual((await tick({ ...nobody, notifyChanged: true, alarm: isRemoved })).calls, []);
  // Of one that has ended it is looked once more: what was asked for may have come late.
  assert.deepEqual((await tick({ ...nobody, isOver: true, notifyChanged: true, alarm: isRemoved })).calls, [
    'remove',
  ]);
});
