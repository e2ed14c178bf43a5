import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noon } from '../../../test/rigs/progress.ts';
import { recurringForTests } from '../../../test/rigs/recurring.ts';
import { recurringWorld } from '../../../test/rigs/recurring-world.ts';
import type { RecurringJob } from '../../recurring/recurring-job.ts';
import { jobsTable } from '../../store/jobs-table.ts';
import { recurringJobs } from '../../store/recurring/recurring-jobs.ts';

const minuteMs = 60_000;
const times = { expression: 'rate(1 day)', timeZone: 'UTC', startAt: noon };
const overlapping = (overlap: RecurringJob['schedule']['overlap']) => ({ schedule: { ...times, overlap } });

test('a start in the queue begins when the job before has left, and one waits at most', async () => {
  const { begin, due, retry, retire, jobs, stored, schedules, world } = recurringWorld(overlapping('queue'));
  await begin();
  await due(noon);
  const [first = ''] = jobs();
  for (const at of [noon + minuteMs, noon + 2 * minuteMs]) {
    world.now = at;
    await due(at);
  }
  const { pending, occurrences } = await stored();
  assert.equal(pending?.scheduledAt, noon + 2 * minuteMs);
  assert.match(
    occurrences[0]?.sentence ?? '',
    /^It was not launched before the next one was due\. It waits for the end of job/,
  );
  assert.ok(schedules.has(`retry ${pending?.id}`));
  await retry();
  assert.equal(jobs().length, 1);
  await retire(first);
  await retry();
  assert.deepEqual(jobs().length, 2);
  assert.ok(![...schedules].some((name) => name.startsWith('retry')));
});

test('a start without credentials is tried again after ever longer pauses, told when it is given up, and lost for no other', async () => {
  const { begin, due, retry, jobs, stored, outbox, said, world } = recurringWorld();
  await begin();
  world.credentials = false;
  await due(noon);
  for (let minute = 1; minute <= 61; minute++) {
    world.now = noon + minute * minuteMs;
    await retry();
  }
  const tries = said.filter((each) => each === 'occurrence not launched; tried again later');
  // After 0, 1, 3, 7, 15 and 31 minutes.
  assert.equal(tries.length, 6);
  assert.equal(said.at(-1), 'occurrence failed');
  assert.equal(outbox().length, 1);
  const [failed] = (await stored()).occurrences;
  assert.equal(failed?.sentence, 'It could not be launched. No credentials are kept.');
  world.credentials = true;
  world.now += minuteMs;
  await due(world.now);
  assert.equal(jobs().length, 1);
});

test('what only an operator may read is in the log, and neither shown nor told', async () => {
  const { begin, due, stored, problems, world } = recurringWorld();
  await begin();
  world.broken = 'User: arn:aws:sts::111122223333:assumed-role/launch is not authorized';
  await due(noon);
  assert.deepEqual(problems, [world.broken]);
  assert.match((await stored()).pending?.problem ?? '', /^An internal error prevented the launch/);
});

test('a start that waited in the queue is tried again as every other one', async () => {
  const { begin, due, retry, retire, jobs, stored, world } = recurringWorld(overlapping('queue'));
  await begin();
  await due(noon);
  world.now += minuteMs;
  await due(world.now);
  world.now += 180 * minuteMs;
  await retire(jobs()[0] ?? '');
  world.credentials = false;
  await retry();
  world.credentials = true;
  world.now += minuteMs;
  await retry();
  assert.equal(jobs().length, 2);
  assert.equal((await stored()).pending, null);
});

test('the deadline of a start whose launch failed once counts from its time, also where others queue', async () => {
  const { begin, due, retry, jobs, table, world } = recurringWorld(overlapping('queue'));
  await begin();
  world.credentials = false;
  await due(noon);
  await retry();
  world.credentials = true;
  world.now += minuteMs;
  await retry();
  const [jobId = ''] = jobs();
  const { deadlineSeconds } = recurringForTests;
  assert.equal((await jobsTable(table).load(jobId))?.deadlineAt, noon + deadlineSeconds * 1000);
});

test('a start that waits when the recurring job is paused is left out', async () => {
  const { begin, due, retry, jobs, stored, table, world } = recurringWorld(overlapping('queue'));
  await begin();
  await due(noon);
  world.now += minuteMs;
  await due(world.now);
  await recurringJobs(table).save({ ...(await stored()), pausedAt: world.now });
  await retry();
  assert.equal((await stored()).occurrences[0]?.outcome, 'skipped');
  assert.equal(jobs().length, 1);
});
