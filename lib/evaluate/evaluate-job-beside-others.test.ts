import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFound, aJob, aReport, jobId } from '../../test/rigs/builders.ts';
import { evaluation } from '../../test/rigs/evaluation.ts';
import { aProgress, aRun, noon } from '../../test/rigs/progress.ts';

test('an evaluation that loses the race for the write looks again and does not start a second run', async () => {
  let looks = 0;
  const { kept, calls, tick } = evaluation({
    first: aJob(),
    observe: (seen) => {
      looks += 1;
      // Another evaluation was quicker.
      if (looks === 1) {
        const run = aRun({ requestedAt: noon + 600_000 });
        const progress = aProgress({ run });
        seen.job = { ...seen.job, progress, version: seen.job.version + 1 };
      }
      return aFound();
    },
  });
  await tick();
  assert.equal(looks, 2);
  assert.ok(kept.job.progress.execution.run);
  assert.deepEqual(calls, []);
});

test('one evaluation at a time looks at a job, and sees at its end what came meanwhile', async () => {
  let observing = 0;
  let looks = 0;
  const rig = evaluation({
    first: aJob({ spec: { pauseSeconds: 3600 }, progress: { run: aRun({ requestedAt: noon + 540_000 }) } }),
    observe: async (kept) => {
      observing += 1;
      assert.equal(observing, 1, 'two look at once');
      looks += 1;
      if (looks === 1) {
        // A report comes during the look; the evaluation that it wakes exits.
        kept.job = { ...kept.job, inbox: { a: aReport(590) } };
        await Promise.all(Array.from({ length: 100 }, () => rig.evaluate('iteration')));
      }
      observing -= 1;
      return aFound({ run: null, succeeded: looks === 1 ? 0 : 1 });
    },
  });
  await rig.tick();
  assert.equal(rig.kept.job.progress.completed, 1);
  assert.ok(looks <= 3, `${looks} looks`);
});

test('an evaluation that is awaited waits for the one that has the lease, and shows what came of it', async () => {
  const rig = evaluation({ first: aJob(), observe: () => aFound() });
  let naps = 0;
  const { sleep, store } = rig.deps;
  await store.takeLease(jobId, 'a tick', rig.now() + 45_000);
  rig.deps.sleep = async (milliseconds) => {
    await sleep(milliseconds);
    naps += 1;
    if (naps === 3) await store.endLease(jobId, 'a tick');
  };
  const job = await rig.evaluate('launch');
  assert.deepEqual([job?.progress.execution.run !== null, naps, rig.calls], [true, 3, ['start']]);
});

test('an evaluation that is awaited waits for no lease longer than its caller does', async () => {
  const rig = evaluation({ first: aJob(), observe: () => aFound() });
  const since = rig.now();
  await rig.deps.store.takeLease(jobId, 'somebody who died', since + 45_000);
  await rig.evaluate('launch');
  assert.deepEqual([rig.now() - since, rig.calls], [8_000, []]);
});

test('an evaluation that died holds the others up for less than a minute', async () => {
  const rig = evaluation({ first: aJob(), observe: () => aFound() });
  await rig.deps.store.takeLease(jobId, 'somebody who died', rig.now() + 45_000);
  await rig.tick();
  assert.deepEqual(rig.calls, []);
  rig.wait(46);
  await rig.tick();
  assert.deepEqual(rig.calls, ['start']);
});

test('an evaluation whose lease cannot be ended has done what it did', async () => {
  const rig = evaluation({ first: aJob(), observe: () => aFound() });
  rig.deps.store.endLease = () => Promise.reject(new Error('throttled'));
  const job = await rig.tick();
  assert.ok(job?.progress.execution.run);
  assert.deepEqual([rig.calls, rig.warnings], [['start'], ['lease not released; it expires by itself']]);
});
