import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDecision, aFound, aJob, anApp, aReport, aRun, jobId, noon } from '../../test/rigs/builders.ts';
import { evaluation } from '../../test/rigs/evaluation.ts';
import { ZombieJobError } from '../job/errors.ts';

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

test('whoever loses the race for the write looks again and does not start a second run', async () => {
  let looks = 0;
  const { kept, calls, tick } = evaluation({
    first: aJob(),
    observe: (seen) => {
      looks += 1;
      // Another evaluation was quicker.
      if (looks === 1) {
        const progress = { ...seen.job.progress, run: aRun({ requestedAt: noon + 600_000 }) };
        seen.job = { ...seen.job, progress, version: seen.job.version + 1 };
      }
      return aFound();
    },
  });
  await tick();
  assert.equal(looks, 2);
  assert.ok(kept.job.progress.run);
  assert.deepEqual(calls, []);
});

test('a launch does not wait for the task of its app, which others do for a while', async () => {
  const starting = anApp({ run: 'queued', app: { isChanging: true, taskId: null } });
  const looks = async (cause: 'launch' | 'tick') => {
    let asked = 0;
    const observe = () => {
      asked += 1;
      return starting;
    };
    const { evaluate } = evaluation({ first: aJob({ spec: { framework: 'marathon' } }), observe });
    await evaluate(cause);
    return asked;
  };
  assert.equal(await looks('launch'), 1);
  assert.ok((await looks('tick')) > 5);
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
        // A report comes during the look; whoever is woken for it leaves.
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
  assert.ok(job?.progress.run);
  assert.deepEqual([rig.calls, rig.warnings], [['start'], ['lease not released; it expires by itself']]);
});

test('a job that its framework does not take so far is submitted a few times by one evaluation', async () => {
  const rig = evaluation({
    first: aJob({ progress: { status: 'LAUNCHING' }, spec: { framework: 'marathon' } }),
    observe: () => ({ known: true, found: false }),
  });
  await rig.tick();
  const submits = rig.calls.filter((call) => call === 'submit').length;
  assert.ok(submits >= 3 && submits <= 5, `${submits} submits`);
});

test('a resize that its framework takes and does not do is sent a few times by one evaluation', async () => {
  const rig = evaluation({
    first: aJob({
      spec: { framework: 'marathon' },
      // Decided just now, so that it stands.
      progress: { cpus: 1, decision: aDecision({ at: noon + 600_000 }) },
    }),
    observe: () => anApp({ cpus: 0.5 }),
  });
  await rig.tick();
  const resizes = rig.calls.filter((call) => call.startsWith('resize')).length;
  assert.ok(resizes >= 3 && resizes <= 5, `${resizes} resizes`);
});

test('one report costs at most six calls to Chronos, however long its container goes on', async () => {
  for (const endsAfterSeconds of [0.2, 0.5, 3, 7, 600]) {
    let asked = 0;
    const first = aJob({
      inbox: { a: aReport(600) },
      progress: { run: aRun({ requestedAt: noon + 540_000 }), cpus: 2 },
    });
    const rig = evaluation({
      first,
      observe: (_, { states } = { states: false }) => {
        asked += states ? 2 : 1;
        const isOver = rig.now() >= noon + 600_000 + endsAfterSeconds * 1000;
        return aFound({ run: null, succeeded: isOver ? 1 : 0 });
      },
    });
    await rig.evaluate('iteration');
    // A start that sets the cpus is two calls.
    const calls = asked + 2 * rig.calls.filter((call) => call === 'start').length;
    assert.ok(calls <= 6, `${calls} calls when it ends after ${endsAfterSeconds} s`);
    assert.equal(rig.calls.includes('start'), endsAfterSeconds < 6);
  }
});

test('an iteration costs four calls to Chronos as a rule', async () => {
  let asked = 0;
  const rig = evaluation({
    first: aJob({ inbox: { a: aReport(600) }, progress: { run: aRun({ requestedAt: noon + 540_000 }) } }),
    observe: () => {
      asked += 1;
      return aFound({ run: null, succeeded: rig.now() > noon + 600_200 ? 1 : 0 });
    },
  });
  await rig.evaluate('iteration');
  assert.deepEqual([asked, rig.calls], [2, ['start']]);
});

test('what was called away and is done late is taken away as well', async () => {
  let isThere = false;
  const rig = evaluation({
    first: aJob({ progress: { status: 'LAUNCHING' }, spec: { framework: 'marathon' } }),
    observe: () => (isThere ? anApp() : { known: true, found: false }),
    submit: () => Promise.reject(new Error('no answer within 5000 ms')),
    remove: async () => {
      rig.calls.push('remove');
      isThere = false;
    },
  });
  await rig.tick();
  rig.kept.job = { ...rig.kept.job, cancelRequestedAt: noon };
  rig.wait(2);
  await rig.evaluate('change');
  assert.deepEqual([rig.kept.job.progress.status, rig.kept.job.retired], ['CANCELLED', false]);
  // Marathon does what it was asked for a minute ago.
  rig.wait(58);
  isThere = true;
  await rig.tick();
  assert.deepEqual([rig.calls, isThere], [['remove'], false]);
  rig.wait(60);
  await rig.tick();
  assert.equal(rig.kept.job.retired, true);
});

test('a job of Chronos is not deleted within seconds of the end of its run', async () => {
  let deletedAt = 0;
  const endsAt = noon + 601_000;
  const rig = evaluation({
    first: aJob({
      spec: { iterations: 1 },
      inbox: { a: aReport(600) },
      progress: { run: aRun({ requestedAt: noon + 540_000 }) },
    }),
    observe: () =>
      deletedAt > 0
        ? { known: true, found: false }
        : aFound({ run: null, succeeded: rig.now() >= endsAt ? 1 : 0 }),
    remove: async () => {
      deletedAt = rig.now();
    },
  });
  await rig.evaluate('iteration');
  assert.equal(rig.kept.job.progress.status, 'COMPLETED');
  assert.ok(deletedAt >= endsAt + 8_000, `${deletedAt - endsAt} ms after its end`);
  assert.equal(rig.kept.job.retired, true);
});

test('a job that Chronos holds and cannot delete says so, and its name is free', async () => {
  const sentence = 'Chronos holds the job and cannot delete it: restart Chronos.';
  const rig = evaluation({
    first: aJob({ progress: { status: 'CANCELLED', quietSince: noon } }),
    observe: () => aFound(),
    remove: () => Promise.reject(new ZombieJobError(sentence)),
  });
  await rig.tick();
  assert.equal(rig.kept.job.retired, true);
  assert.equal(rig.kept.job.progress.failedStep?.sentence, `The step remove failed: ${sentence}`);
});

test('a task that goes on long after its report is killed once by each tick', async () => {
  const started = { requestedAt: noon - 7_300_000, succeededBefore: 0, failedBefore: 0 };
  const endingRun = { ...started, reportedAt: noon - 7_200_000, killedAt: null };
  const { calls, wait, tick } = evaluation({
    first: aJob({ progress: { lastEndAt: noon - 7_200_000, endingRun, decision: aDecision() } }),
    observe: () => aFound({ run: 'running' }),
  });
  for (let ticks = 0; ticks < 3; ticks++) {
    await tick();
    wait(60);
  }
  assert.deepEqual(
    calls.filter((call) => call === 'kill'),
    ['kill', 'kill', 'kill'],
  );
});

test('a retired job that comes back with a run of which nobody knows is asked for a few times, not without end', async () => {
  let asked = 0;
  const rig = evaluation({
    first: aJob({ retired: true, progress: { status: 'CANCELLED', run: aRun() } }),
    observe: (_, { states } = { states: false }) => {
      asked += 1;
      return aFound({ run: states ? 'running' : null, statesAt: rig.now() });
    },
  });
  await rig.tick();
  assert.deepEqual(rig.calls, ['kill']);
  assert.ok(asked <= 8, `${asked} looks`);
});
