import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFound, aProgress, aRun, aSpec, noon } from '../../test/rigs/builders.ts';
import type { JobProgress, RequestedRun } from '../job/job.ts';
import type { SeenJob } from './ports.ts';
import { settleRun } from './settle-run.ts';

/** What becomes of a run, so many seconds after noon. */
function settled(
  run: Partial<RequestedRun>,
  found: Partial<SeenJob>,
  { after, ...progress }: Partial<JobProgress> & { after: number },
): JobProgress {
  return settleRun(aProgress({ run: aRun(run), ...progress }), aFound(found), aSpec(), noon + after * 1000);
}

test('without a run nothing is settled', () => {
  const progress = aProgress();
  assert.equal(settleRun(progress, aFound({ succeeded: 5 }), aSpec(), noon), progress);
});

test('a run is running since it was first seen to', () => {
  const first = settled({}, { run: 'running' }, { after: 5 });
  assert.equal(first.run?.runningAt, noon + 5_000);
  const later = settled({ runningAt: noon + 5_000, idleAt: noon }, { run: 'running' }, { after: 9 });
  assert.deepEqual([later.run?.runningAt, later.run?.idleAt], [noon + 5_000, null]);
});

test('a run that is nowhere to be seen is waited for', () => {
  const { run, failures } = settled({}, {}, { after: 5 });
  assert.deepEqual([run?.idleAt, failures], [noon + 5_000, 0]);
});

test('a run that never appeared within 20 s is started again and is no failure', () => {
  const waiting = settled({ idleAt: noon + 1_000 }, {}, { after: 19 });
  assert.ok(waiting.run);
  const lost = settled({ idleAt: noon + 1_000 }, {}, { after: 20 });
  assert.deepEqual([lost.run, lost.failures, lost.completed, lost.reportsAfter], [null, 0, 0, 0]);
  assert.match(lost.trouble ?? '', /never appeared/);
});

test('a run that was seen and is gone for 8 s without a word is a failure', () => {
  const seen = { runningAt: noon + 2_000, idleAt: noon + 60_000 };
  assert.ok(settled(seen, {}, { after: 67 }).run);
  const { run, failures, failuresInRow } = settled(seen, {}, { after: 68 });
  assert.deepEqual([run, failures, failuresInRow], [null, 1, 1]);
});

test('a success without a report is counted once its report is a second overdue', () => {
  const found = { succeeded: 4 };
  const run = { succeededBefore: 3, idleAt: noon + 60_000 };
  assert.ok(settled(run, found, { after: 60.5, completed: 3 }).run);
  const counted = settled(run, found, { after: 61, completed: 3, failuresInRow: 2 });
  assert.deepEqual([counted.run, counted.completed, counted.failuresInRow], [null, 4, 0]);
});

test('a run that was counted without its report is not counted again when that comes after all', () => {
  const run = { succeededBefore: 3, idleAt: noon + 60_000 };
  // The containers' clock is 100 s behind: what was seen to end at 60 s after noon ended there at 40 s before it.
  const clocks = { lastEndAt: noon, lastFinishedAt: noon / 1000 - 100 };
  const counted = settled(run, { succeeded: 4 }, { after: 61, completed: 3, ...clocks });
  assert.equal(counted.reportsAfter, noon / 1000 - 40);
  const failed = settled(run, { failed: 1 }, { after: 61, completed: 3, ...clocks });
  assert.equal(failed.reportsAfter, noon / 1000 - 40);
});

test('a success that only the run before can have made does not end this one', () => {
  // All three successes were reported; the third was counted by the framework after this run had been asked for.
  const run = { succeededBefore: 2, idleAt: noon + 1_000 };
  assert.ok(settled(run, { succeeded: 3 }, { after: 10, completed: 3 }).run);
});

test('a failure without a report is counted as one', () => {
  const run = { failedBefore: 1, idleAt: noon + 60_000 };
  const { failures, completed, trouble } = settled(run, { failed: 2 }, { after: 61 });
  assert.deepEqual([failures, completed], [1, 0]);
  assert.match(trouble ?? '', /without a report/);
});

test('a killed run is a failure once it is gone, with its age in the words', () => {
  const killed = { runningAt: noon, killedAt: noon + 300_000 };
  assert.ok(settled(killed, { run: 'running' }, { after: 301 }).run);
  assert.ok(settled(killed, {}, { after: 302 }).run);
  const gone = settled({ ...killed, idleAt: noon + 302_000 }, {}, { after: 303 });
  assert.deepEqual([gone.run, gone.failures], [null, 1]);
  assert.match(gone.trouble ?? '', /killed after 300 s/);
});

test('a killed run that succeeded all the same is counted', () => {
  const killed = { killedAt: noon + 300_000, idleAt: noon + 302_000 };
  const { completed, failures } = settled(killed, { succeeded: 1 }, { after: 303 });
  assert.deepEqual([completed, failures], [1, 0]);
});

test('a run that is queued for 90 s is given three quarters of the cpus, and not less than the least', () => {
  assert.equal(settled({}, { run: 'queued' }, { after: 89 }).ceiling, null);
  const lowered = settled({}, { run: 'queued', cpus: 2 }, { after: 90 });
  // 0.75 * 2 = 1.5, for ten minutes.
  assert.deepEqual(lowered.ceiling, { cpus: 1.5, setAt: noon + 90_000, untilAt: noon + 690_000 });
  assert.match(lowered.problem ?? '', /queued for 90 s: no agent seems to offer 2 cpus/);
  // 0.75 * 0.6 = 0.45 is below the least, 0.5.
  assert.equal(settled({}, { run: 'queued', cpus: 0.6 }, { after: 90 }).ceiling?.cpus, 0.5);
});

test('the next cut comes only after another 90 s in the queue', () => {
  const ceiling = { cpus: 1.5, setAt: noon + 90_000, untilAt: noon + 690_000 };
  const at = (after: number) => settled({}, { run: 'queued', cpus: 1.5 }, { after, ceiling }).ceiling;
  assert.equal(at(179), ceiling);
  // 0.75 * 1.5 = 1.125, to two digits.
  assert.equal(at(180)?.cpus, 1.13);
});
