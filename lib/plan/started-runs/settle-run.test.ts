import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFound, aSpec } from '../../../test/rigs/builders.ts';
import { aDecision, aProgress, aRun, noon, type ProgressChange } from '../../../test/rigs/progress.ts';
import type { RequestedRun, StartedRuns } from '../../job/execution.ts';
import type { Progress } from '../../job/progress.ts';
import type { SeenJob } from '../../ports/observation.ts';
import { settleRun } from './settle-run.ts';

/** What becomes of a run, so many seconds after noon. */
function settled(
  run: Partial<RequestedRun>,
  found: Partial<SeenJob>,
  { after, ...progress }: ProgressChange<StartedRuns> & { after: number },
): Progress<StartedRuns> {
  const at = noon + after * 1000;
  const seen = aFound({ statesAt: at, ...found });
  return settleRun(aProgress({ run: aRun(run), ...progress }), seen, aSpec(), at);
}

test('without a run nothing is settled', () => {
  const progress = aProgress();
  assert.equal(settleRun(progress, aFound({ succeeded: 5 }), aSpec(), noon), progress);
});

test('a run is running since it was first seen to', () => {
  const first = settled({}, { run: 'running' }, { after: 5 });
  assert.equal(first.execution.run?.runningAt, noon + 5_000);
  const later = settled({ runningAt: noon + 5_000, idleAt: noon }, { run: 'running' }, { after: 9 });
  assert.deepEqual([later.execution.run?.runningAt, later.execution.run?.idleAt], [noon + 5_000, null]);
});

test('a run that is nowhere to be seen is waited for', () => {
  const { execution, failures } = settled({}, {}, { after: 5 });
  assert.deepEqual([execution.run?.idleAt, failures], [noon + 5_000, 0]);
});

test('a run of which nobody was asked is let be', () => {
  const { execution, failures } = settled({ idleAt: noon }, { run: null }, { after: 3_600 });
  assert.deepEqual([execution.run, failures], [aRun({ idleAt: noon }), 0]);
});

test('an idle that was read before the run was asked for says nothing of it', () => {
  const { run } = settled({}, { statesAt: noon - 1 }, { after: 3_600 }).execution;
  assert.equal(run?.idleAt, null);
});

test('a run that its framework seems to have forgotten is waited for as long as it could go on', () => {
  // Twice the 60 s that an iteration is said to take, and half a minute.
  const seen = { runningAt: noon + 2_000, idleAt: noon + 10_000 };
  assert.ok(settled(seen, {}, { after: 151 }).execution.run);
  const { execution, failures, failuresInRow } = settled(seen, {}, { after: 152 });
  assert.deepEqual([execution.run, failures, failuresInRow], [null, 1, 1]);
  assert.deepEqual(execution.unreported, [{ requestedAt: noon, as: 'failed', coreSeconds: 8 }]);
});

test('how long a run could go on is what the last one took', () => {
  const seen = { runningAt: noon, idleAt: noon + 10_000 };
  // 2 * 20 s + 30 s.
  assert.ok(settled(seen, {}, { after: 69, lastDurationSeconds: 20 }).execution.run);
  assert.equal(settled(seen, {}, { after: 70, lastDurationSeconds: 20 }).execution.run, null);
});

test('a run that never appeared is started again and is no failure', () => {
  assert.ok(settled({ idleAt: noon + 1_000 }, {}, { after: 149 }).execution.run);
  const lost = settled({ idleAt: noon + 1_000 }, {}, { after: 150 });
  assert.deepEqual([lost.execution.run, lost.failures, lost.completed], [null, 0, 0]);
  assert.deepEqual(lost.execution.unreported, [{ requestedAt: noon, as: 'unseen' }]);
  assert.match(lost.trouble ?? '', /never appeared/);
});

test('one whose start was not answered well is started again after 20 s', () => {
  const failedStep = { do: 'start', sentence: 'The step start failed: 503' };
  assert.ok(settled({ idleAt: noon + 1_000 }, {}, { after: 19, failedStep }).execution.run);
  assert.equal(settled({ idleAt: noon + 1_000 }, {}, { after: 20, failedStep }).execution.run, null);
});

test('a run that has reported is over when its framework has counted it, or shows that nothing goes on', () => {
  const endingRun = {
    requestedAt: noon,
    succeededBefore: 2,
    failedBefore: 1,
    reportedAt: noon + 60_000,
    killedAt: null,
  };
  const ending = (found: Partial<SeenJob>, after: number) => {
    const at = noon + after * 1000;
    const seen = aFound({ run: null, succeeded: 2, failed: 1, statesAt: at, ...found });
    return settleRun(aProgress({ endingRun, completed: 3 }), seen, aSpec(), at).execution.endingRun;
  };
  assert.equal(ending({}, 600), endingRun);
  assert.equal(ending({ succeeded: 3 }, 60.1), null);
  assert.equal(ending({ failed: 2 }, 60.1), null);
  assert.equal(ending({ run: 'running' }, 600), endingRun);
  assert.equal(ending({ run: 'idle' }, 62), endingRun);
  assert.equal(ending({ run: 'idle' }, 63), null);
  assert.equal(ending({ run: 'idle', statesAt: noon + 59_000 }, 63), endingRun);
  // Nobody can tell, so it is given a minute.
  assert.equal(ending({ statesProblem: 'spoilt' }, 119), endingRun);
  assert.equal(ending({ statesProblem: 'spoilt' }, 120), null);
});

test('a success beyond all reports, while no run goes on, is that of a run that was given up', () => {
  const unreported = [{ requestedAt: noon, as: 'failed' as const }];
  const progress = aProgress({ completed: 3, failures: 1, failuresInRow: 1, unreported });
  const credited = settleRun(progress, aFound({ succeeded: 4 }), aSpec(), noon);
  assert.deepEqual([credited.completed, credited.failures, credited.failuresInRow], [4, 0, 0]);
  assert.deepEqual(credited.execution.unreported, [{ requestedAt: noon, as: 'counted' }]);
  assert.equal(settleRun(progress, aFound({ succeeded: 3 }), aSpec(), noon).completed, 3);
});

test('a success without a report is counted once its report is a second overdue', () => {
  const found = { succeeded: 4 };
  const run = { succeededBefore: 3, idleAt: noon + 60_000 };
  assert.ok(settled(run, found, { after: 60.5, completed: 3 }).execution.run);
  const counted = settled(run, found, { after: 61, completed: 3, failuresInRow: 2 });
  assert.deepEqual([counted.execution.run, counted.completed, counted.failuresInRow], [null, 4, 0]);
});

test('a run that is settled without its report is remembered, in case it comes after all', () => {
  const run = { succeededBefore: 3, idleAt: noon + 60_000 };
  const counted = settled(run, { succeeded: 4 }, { after: 61, completed: 3 });
  assert.deepEqual(counted.execution.unreported, [{ requestedAt: noon, as: 'counted', coreSeconds: 60 }]);
  const failed = settled(run, { failed: 1, succeeded: 3 }, { after: 61, completed: 3 });
  assert.deepEqual(failed.execution.unreported, [{ requestedAt: noon, as: 'failed', coreSeconds: 60 }]);
});

test('a success that only the run before can have made does not end this one', () => {
  // All three successes were reported; the third was counted by the framework after this run had been asked for.
  const run = { succeededBefore: 2, idleAt: noon + 1_000 };
  assert.ok(settled(run, { succeeded: 3 }, { after: 10, completed: 3 }).execution.run);
});

test('a start that was dropped, because the task of the run before still reported, is no failure', () => {
  const seen = { runningAt: noon + 1_000, idleAt: noon + 200_000 };
  assert.equal(settled(seen, {}, { after: 300 }).failures, 1);
  const dropped = settled({ ...seen, displacedAt: noon + 60_000 }, {}, { after: 300 });
  assert.deepEqual([dropped.execution.run, dropped.failures], [null, 0]);
  assert.deepEqual(dropped.execution.unreported, [{ requestedAt: noon, as: 'unseen' }]);
});

test('a failure without a report is counted as one', () => {
  const run = { failedBefore: 1, idleAt: noon + 60_000 };
  const { failures, completed, trouble } = settled(run, { failed: 2 }, { after: 61 });
  assert.deepEqual([failures, completed], [1, 0]);
  assert.match(trouble ?? '', /without a report/);
});

test('a killed run is a failure once it is gone, with its age in the words', () => {
  const killed = { runningAt: noon, killedAt: noon + 300_000 };
  assert.ok(settled(killed, { run: 'running' }, { after: 301 }).execution.run);
  assert.ok(settled(killed, {}, { after: 302 }).execution.run);
  const gone = settled({ ...killed, idleAt: noon + 302_000 }, {}, { after: 303 });
  assert.deepEqual([gone.execution.run, gone.failures], [null, 1]);
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

test('where the fewest cpus find no room either, it is not cpus that are lacking, and they come back', () => {
  const ceiling = { cpus: 0.5, setAt: noon + 300_000, untilAt: noon + 900_000 };
  const fewest = settled({}, { run: 'queued', cpus: 0.5 }, { after: 390, ceiling });
  assert.match(
    fewest.problem ?? '',
    /no agent seems to offer the memory and the disk of the job, .* with even 0.5 cpus/,
  );
  const lifted = fewest.ceiling;
  assert.deepEqual(lifted, { cpus: 2, setAt: noon + 390_000, untilAt: noon + 990_000 });
  const at = (after: number) => settled({}, { run: 'queued', cpus: 2 }, { after, ceiling: lifted }).ceiling;
  assert.equal(at(900), lifted);
  assert.equal(at(991)?.cpus, 1.5);
});

test('of the queued run of a job that gives way no agent is blamed: others go first', () => {
  const decision = aDecision({ outlook: 'cannot-be-met', reason: { code: 'yielding', sentence: '' } });
  const { problem } = settled({}, { run: 'queued' }, { after: 95, decision });
  assert.equal(
    problem,
    'The run has been queued for 95 s: the job gives way, so runs of other jobs that wait for room go first.',
  );
});

test('when nothing of anybody runs while several are queued, no agent is blamed and no cpus are cut for ten minutes', () => {
  const scheduler = { queued: 3, running: 0, names: 40 };
  const standing = settled({}, { run: 'queued', scheduler }, { after: 113 });
  assert.equal(standing.ceiling, null);
  assert.match(
    standing.problem ?? '',
    /queued for 113 s: Chronos runs nothing at all while 3 jobs are queued.*restart Chronos/,
  );
  assert.ok(settled({}, { run: 'queued', scheduler }, { after: 600 }).ceiling);
  const busy = { ...scheduler, running: 1 };
  assert.match(
    settled({}, { run: 'queued', scheduler: busy }, { after: 113 }).problem ?? '',
    /no agent seems/,
  );
});
