import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recurringForTests } from '../../test/rigs/recurring.ts';
import { found, linesOf, sweepOf, sweepRigOfFile } from '../../test/rigs/sweep.ts';
import { taken } from '../recurring/occurrences.ts';
import { recurringJobs } from '../store/recurring/recurring-jobs.ts';

const swept = sweepRigOfFile();
const minuteMs = 60_000;
const named = (name: string) => ({ ...recurringForTests, spec: { ...recurringForTests.spec, name } });
const ids = { id: '01KDTESTPEND00000000000000', jobId: '01KDTESTJ0B000000000000000' };

test('a recurring job without schedule has one again, and the next sweep finds it', async () => {
  const { table, recurringMade } = swept.stack;
  await recurringJobs(table).create(recurringForTests);
  assert.deepEqual(await sweepOf(swept.stack), found({ recurring: 1, schedulesMade: 1 }));
  assert.deepEqual([...recurringMade], [recurringForTests.scheduleId]);
  assert.deepEqual(linesOf(swept.stack, 'recurring job without schedule'), [
    { job: 'linpack', cluster: 'default' },
  ]);
  assert.deepEqual(await sweepOf(swept.stack), found({ recurring: 1 }));
});

test('a paused one needs none', async () => {
  await recurringJobs(swept.stack.table).create({ ...recurringForTests, pausedAt: 1 });
  assert.deepEqual(await sweepOf(swept.stack), found({ recurring: 1 }));
});

test('an occurrence of which a crash has left nothing but its note is looked at again, after its event had time', async () => {
  const { table, clock, recurringMade } = swept.stack;
  const store = recurringJobs(table);
  await store.create(recurringForTests);
  const noted = taken(recurringForTests, clock.now - 60_000, ids);
  assert.ok(noted);
  await store.save(noted);
  await sweepOf(swept.stack);
  assert.ok(!recurringMade.has(`retry of ${ids.id}`));
  clock.now += 300_000;
  await sweepOf(swept.stack);
  assert.ok(recurringMade.has(`retry of ${ids.id}`));
});

test('schedules that EventBridge refuses for ever keep no live job from being looked after', async () => {
  const { stack } = swept;
  for (let i = 0; i < 24; i++) await recurringJobs(stack.table).create(named(`refused-${i}`));
  await stack.job(60);
  const refuse = async () => {
    throw new Error('refused');
  };
  const recurringSchedules = { create: refuse, createRetry: refuse };
  const deps = { ...stack.deps, recurringSchedules };
  await assert.rejects(sweepOf({ ...stack, deps }), /Failed parts of the sweep: 24/);
  assert.equal(linesOf(stack, 'job without evaluations').length, 1);
});

test('where there is no time for all of them, the next sweep begins at another one', async () => {
  const { stack } = swept;
  for (let i = 0; i < 24; i++) await recurringJobs(stack.table).create(named(`one-of-many-${i}`));
  const begunWith = async () => {
    const looked: string[] = [];
    const create = async ({ spec }: typeof recurringForTests) => looked.push(spec.name) > 0;
    const deps = { ...stack.deps, recurringSchedules: { ...stack.deps.recurringSchedules, create } };
    await sweepOf({ ...stack, deps });
    assert.equal(looked.length, 24);
    return looked[0];
  };
  const first = await begunWith();
  stack.clock.now += 10 * minuteMs;
  assert.notEqual(await begunWith(), first);
});
