import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFound, aJob, aReport } from '../../test/rigs/builders.ts';
import { evaluation } from '../../test/rigs/evaluation.ts';
import { aRun, noon } from '../../test/rigs/progress.ts';

test('a run that reports and ends while it is looked at is counted once', async () => {
  const report = aReport(300);
  // It was seen to be idle before it appeared, so nothing else keeps it from being taken for lost.
  const first = aJob({ progress: { run: aRun({ idleAt: noon }) } });
  const { kept, tick } = evaluation({
    first,
    observe: (seen) => {
      if (seen.job.version === first.version) seen.job = { ...seen.job, inbox: { a: report } };
      return aFound({ succeeded: 1 });
    },
  });
  await tick();
  await tick();
  assert.deepEqual([kept.job.progress.completed, kept.job.progress.trouble], [1, null]);
});

test('a schedule that cannot be extended does not keep the job from going on', async () => {
  const { kept, calls, tick } = evaluation({
    first: aJob({ progress: { scheduleEndsAt: 0 } }),
    observe: () => aFound(),
    extend: async () => {
      throw new Error('somebody deleted the schedule');
    },
  });
  await tick();
  assert.ok(calls.includes('start'));
  assert.equal(kept.job.progress.scheduleEndsAt, 0, 'it is tried again');
});

test('a job that can be looked at and not started is held up at every tick, until it starts', async () => {
  let refuses = true;
  const { kept, warnings, wait, tick } = evaluation({
    first: aJob(),
    observe: (_, asked) => aFound({ run: asked?.states ? (refuses ? 'idle' : 'running') : null }),
    start: async () => {
      if (refuses) throw new Error('403');
    },
  });
  for (let ticks = 0; ticks < 10; ticks++) {
    await tick();
    wait(60);
  }
  assert.equal(kept.job.progress.failedStep?.sentence, 'The step start failed: 403');
  assert.ok(warnings.length >= 9, `${warnings.length} warnings`);
  refuses = false;
  await tick();
  assert.equal(kept.job.progress.failedStep, null);
});

test('a start whose answer was lost is no problem any more once its run has reported, whatever pause follows', async () => {
  const failedStep = { do: 'start', sentence: 'The step start failed: no answer' };
  const { kept, warnings, tick } = evaluation({
    first: aJob({
      spec: { pauseSeconds: 3600 },
      inbox: { a: aReport(300) },
      progress: { failedStep, run: aRun() },
    }),
    observe: () => aFound({ succeeded: 1 }),
  });
  await tick();
  assert.deepEqual([kept.job.progress.completed, kept.job.progress.failedStep], [1, null]);
  assert.deepEqual(warnings, []);
});

test('why a job cannot be submitted is said as long as it cannot', async () => {
  const { kept, wait, tick } = evaluation({
    first: aJob({ progress: { status: 'LAUNCHING' } }),
    observe: () => ({ known: true, found: false }),
    submit: async () => {
      throw new Error('500');
    },
  });
  for (let ticks = 0; ticks < 3; ticks++) {
    await tick();
    wait(60);
  }
  const { problem, failedStep } = kept.job.progress;
  assert.deepEqual([problem, failedStep?.sentence], [null, 'The step submit failed: 500']);
});

test('a step that was done at last is no problem any more', async () => {
  const failedStep = { do: 'start', sentence: 'The step start failed: 403' };
  const { kept, calls, tick } = evaluation({
    first: aJob({ progress: { failedStep } }),
    observe: () => aFound(),
  });
  await tick();
  assert.deepEqual([calls, kept.job.progress.failedStep], [['start'], null]);
});
