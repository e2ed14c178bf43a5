import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFound, aJob, anApp, aReport, jobId } from '../../test/rigs/builders.ts';
import { evaluation } from '../../test/rigs/evaluation.ts';
import { aRun, noon } from '../../test/rigs/progress.ts';
import { ZombieJobError } from '../job/errors.ts';

test('an ended job is removed and retired at one tick, and its schedule goes at the next', async () => {
  let there = true;
  const { kept, calls, tick } = evaluation({
    first: aJob({ progress: { status: 'CANCELLED', quietSince: noon } }),
    observe: () => (there ? aFound() : { known: true, found: false }),
    remove: async () => {
      there = false;
    },
  });
  await tick();
  assert.deepEqual([there, kept.job.retired, kept.job.clean, calls], [false, true, false, []]);
  await tick();
  assert.deepEqual([kept.job.clean, calls], [true, ['remove schedule']]);
});

test('a framework that is away when a job ends is asked for a week, and the job says so', async () => {
  const finish = { at: noon, reason: 'cancelled', sentence: 'Cancelled.' } as const;
  const { kept, calls, wait, tick } = evaluation({
    first: aJob({ progress: { status: 'CANCELLED', finish, lastPointAt: noon } }),
    observe: () => ({ known: false, problem: 'The request to chronos failed: down' }),
  });
  const day = 24 * 3_600;
  for (let hours = 0; hours < 10 * 24; hours += 6) {
    await tick();
    wait(6 * 3_600);
  }
  assert.equal(kept.job.retired, false);
  assert.equal(kept.job.progress.problem, 'The request to chronos failed: down');
  const lastsDays = (kept.job.progress.scheduleEndsAt - noon) / 1000 / day;
  assert.ok(lastsDays > 7 && lastsDays <= 8, `${lastsDays} days`);
  assert.ok(!calls.includes('remove schedule'));
});

test('the schedule of a retired job stays while its metrics are not delivered', async () => {
  const first = aJob({ retired: true, progress: { status: 'COMPLETED', lastPointAt: noon } });
  const { calls, tick } = evaluation({
    first,
    observe: () => ({ known: true, found: false }),
    delivers: false,
  });
  await tick();
  assert.deepEqual(calls, []);
});

test('half an hour before its schedule ends by itself what Monasca will never know of a job is counted and said', async () => {
  const progress = { status: 'COMPLETED', lastPointAt: noon, scheduleEndsAt: noon + 3_000_000 } as const;
  const first = aJob({ retired: true, progress });
  const extend = () => Promise.reject(new Error('somebody deleted the schedule'));
  const gone = { known: true, found: false } as const;
  const { calls, said, tick, wait } = evaluation({
    first,
    observe: () => gone,
    delivers: false,
    points: 450,
    extend,
  });
  await tick();
  assert.deepEqual(calls, []);
  wait(600);
  await tick();
  assert.deepEqual(calls, ['remove schedule']);
  const after = '1970-01-01T00:00:00.000Z';
  assert.deepEqual(said.at(-1), { jobId, points: 450, after, alarmIsLeft: 'no' });
});

test('a job that ended long before its deadline is given up after a week, too', async () => {
  const finish = { at: noon, reason: 'cancelled', sentence: 'Cancelled.' } as const;
  const progress = { status: 'CANCELLED', finish, lastPointAt: noon, scheduleEndsAt: noon + 6e9 } as const;
  const first = aJob({ retired: true, progress, spec: { notify: { name: 'operators' } } });
  const gone = { known: true, found: false } as const;
  const { calls, said, tick, wait } = evaluation({ first, observe: () => gone, delivers: false, points: 1 });
  wait(6 * 24 * 3_600);
  await tick();
  assert.deepEqual([calls, said], [[], []]);
  wait(24 * 3_600);
  await tick();
  assert.deepEqual(calls, ['remove schedule']);
  assert.equal(said[0]?.alarmIsLeft, 'unknown');
});

test('the schedule of a retired job stays while nobody knows what the framework has', async () => {
  const first = aJob({ retired: true, progress: { status: 'COMPLETED' } });
  const { calls, tick } = evaluation({ first, observe: () => ({ known: false, problem: 'down' }) });
  await tick();
  assert.deepEqual(calls, []);
});

test('a job that a late call brought back to the framework is removed again', async () => {
  const first = aJob({ retired: true, progress: { status: 'CANCELLED', quietSince: noon } });
  const { calls, tick } = evaluation({ first, observe: () => aFound() });
  await tick();
  assert.deepEqual(calls, ['remove']);
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
