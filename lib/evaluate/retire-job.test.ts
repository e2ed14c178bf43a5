import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFound, aJob, jobId, noon } from '../../test/rigs/builders.ts';
import { evaluation } from '../../test/rigs/evaluation.ts';

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
