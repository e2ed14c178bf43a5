import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recurringForTests } from '../../test/rigs/recurring.ts';
import { found, linesOf, sweepOf, sweepRigOfFile } from '../../test/rigs/sweep.ts';
import { taken } from '../recurring/occurrences.ts';
import { recurringJobs } from '../store/recurring/recurring-jobs.ts';

const swept = sweepRigOfFile();
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
