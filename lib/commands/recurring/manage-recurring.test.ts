import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noon } from '../../../test/rigs/progress.ts';
import { recurringForTests } from '../../../test/rigs/recurring.ts';
import { dyingAt, recurringWorld } from '../../../test/rigs/recurring-world.ts';
import type { RecurringJob } from '../../recurring/recurring-job.ts';
import { changeRecurring, pauseRecurring, removeRecurring, resumeRecurring } from './manage-recurring.ts';

const minuteMs = 60_000;
const times = { expression: 'rate(1 day)', timeZone: 'UTC', startAt: noon };
const { name } = recurringForTests.spec;
const first = recurringForTests.scheduleId;

/** A recurring job with its schedule. */
async function scheduledWorld(change: Partial<RecurringJob> = {}) {
  const it = recurringWorld({ schedule: { ...times, overlap: 'skip' }, ...change });
  await it.begin();
  it.schedules.add(first);
  return { ...it, deps: it.depsOf((_, act) => act()) };
}

test('what leaves the times of the starts as they are leaves the schedule, whose event may be under way', async () => {
  const { deps, due, jobs, schedules } = await scheduledWorld();
  const { schedule } = await changeRecurring(deps, name, { schedule: { overlap: 'queue' }, deadline: 60 });
  assert.deepEqual([schedule.overlap, [...schedules]], ['queue', [first]]);
  await due(noon);
  assert.equal(jobs().length, 1);
});

test('other times give another schedule, and events of the one before start nothing', async () => {
  const { deps, due, jobs, schedules } = await scheduledWorld();
  const { scheduleId } = await changeRecurring(deps, name, { schedule: { expression: 'rate(2 days)' } });
  assert.notEqual(scheduleId, first);
  assert.deepEqual([...schedules], [scheduleId]);
  await due(noon);
  assert.deepEqual(jobs(), []);
});

test('whom a change has told is checked as at the launch, and nothing is stored of what is refused', async () => {
  const { deps, stored, world } = await scheduledWorld();
  world.credentials = false;
  await changeRecurring(deps, name, { target: 0.9, notify: null });
  await assert.rejects(changeRecurring(deps, name, { notify: { name: 'ops' } }), { code: 'no-credentials' });
  assert.equal((await stored()).spec.notify, null);
  world.credentials = true;
  await changeRecurring(deps, name, { notify: { name: 'ops' } });
  assert.deepEqual((await stored()).spec.notify, { name: 'ops' });
});

test('a change that does not fit what stays is refused', async () => {
  const { deps } = await scheduledWorld();
  const { max } = recurringForTests.spec.cpus;
  await assert.rejects(
    changeRecurring(deps, name, { cpus: { min: max + 1 } }),
    /cpus\.min must not be above/,
  );
  const over = { schedule: { expression: 'cron(0 0 1 1 ? 1999)' } };
  await assert.rejects(changeRecurring(deps, name, over), /must have a start to come/);
});

test('a pause takes the schedule away, and a resumption gives another one; each may be repeated', async () => {
  const { deps, stored, schedules } = await scheduledWorld();
  for (const _ of [1, 2]) await pauseRecurring(deps, name);
  assert.deepEqual([(await stored()).pausedAt, [...schedules]], [noon, []]);
  await resumeRecurring(deps, name);
  const { scheduleId, pausedAt } = await resumeRecurring(deps, name);
  assert.deepEqual([pausedAt, [...schedules]], [null, [scheduleId]]);
  assert.notEqual(scheduleId, first);
});

for (const isDone of [false, true])
  test(`a change that dies ${isDone ? 'after' : 'at'} any of its writes leaves no schedule that starts a job for another one`, async () => {
    let survived = 0;
    for (let nth = 1; survived === 0; nth++) {
      assert.ok(nth < 10);
      const { depsOf, due, jobs, stored, schedules, world } = await scheduledWorld();
      await changeRecurring(depsOf(dyingAt(nth, isDone)), name, {
        schedule: { expression: 'rate(2 days)' },
      }).then(
        () => survived++,
        () => {},
      );
      const own = (await stored()).scheduleId;
      for (const each of [...schedules]) {
        world.now += minuteMs;
        await due(world.now, undefined, each);
        assert.equal(schedules.has(each), each === own, `at ${nth}`);
      }
      // The sweep makes the schedule that is missing.
      assert.equal(jobs().length, schedules.has(own) ? 1 : 0, `at ${nth}`);
    }
  });

test('what is removed is forgotten with its schedules, and is then unknown', async () => {
  const { deps, schedules } = await scheduledWorld();
  assert.equal((await removeRecurring(deps, name)).spec.name, name);
  assert.deepEqual([...schedules], []);
  await assert.rejects(removeRecurring(deps, name), { code: 'unknown-recurring-job' });
});
