import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTurn } from '../../../test/rigs/every-order.ts';
import { noon } from '../../../test/rigs/progress.ts';
import { recurringForTests } from '../../../test/rigs/recurring.ts';
import { dyingAt, recurringWorld } from '../../../test/rigs/recurring-world.ts';
import { drawFrom } from '../../../test/simulation/random.ts';
import { jobsTable } from '../../store/jobs-table.ts';
import { startOccurrence } from './occurrence-event.ts';

const minuteMs = 60_000;

for (const isDone of [false, true]) {
  test(`a start that dies ${isDone ? 'after' : 'at'} any of its writes launches one job, once it is told of again or looked at`, async () => {
    let survived = 0;
    let nth = 1;
    for (; survived === 0; nth++) {
      const { begin, due, retry, jobs, stored, world } = recurringWorld();
      await begin();
      await due(noon, dyingAt(nth, isDone)).then(
        () => survived++,
        () => {},
      );
      world.now += minuteMs;
      if (nth % 2 === 0) await due(noon);
      await retry();
      const launched = jobs();
      // A start that died before its note was told of in vain, if nobody tells of it again.
      assert.ok(launched.length === 1 || (nth === 1 && !isDone), `${launched.length} jobs at ${nth}`);
      const { occurrences, pending } = await stored();
      assert.equal(pending, null);
      assert.deepEqual(
        occurrences.map(({ jobId }) => jobId),
        launched,
      );
    }
    assert.ok(nth > 8, `${nth} writes`);
  });

  test(`a start that is left out tells so once, also if it dies ${isDone ? 'after' : 'at'} any of its writes`, async () => {
    let survived = 0;
    let nth = 1;
    for (; survived === 0; nth++) {
      const { begin, due, retry, jobs, stored, outbox, world } = recurringWorld();
      await begin();
      await due(noon);
      world.now += minuteMs;
      await due(world.now, dyingAt(nth, isDone)).then(
        () => survived++,
        () => {},
      );
      await due(world.now);
      await retry();
      assert.equal(jobs().length, 1);
      assert.deepEqual(
        (await stored()).occurrences.map(({ outcome }) => outcome),
        ['skipped', 'started'],
      );
      assert.equal(outbox().length, 1);
    }
    assert.ok(nth > 4, `${nth} writes`);
  });
}

test('two deliveries of one start launch one job, in whatever order their calls come', async () => {
  for (let seed = 1; seed <= 100; seed++) {
    const { begin, due, retry, jobs, stored } = recurringWorld();
    await begin();
    const draw = drawFrom(seed, 'turns');
    const choices = Array.from({ length: 200 }, () => draw.whole(0, 1));
    const delivery = (turn: () => Promise<void>) =>
      due(noon, async (_, act) => {
        await turn();
        return act();
      }).catch(() => {});
    await inTurn(choices, [delivery, delivery]);
    await retry();
    assert.equal(jobs().length, 1, `seed ${seed}`);
    assert.equal((await stored()).occurrences.length, 1, `seed ${seed}`);
  }
});

test('a start of which it is told that it launched no job launches none, also if the next one comes while it is launched', async () => {
  for (let seed = 1; seed <= 300; seed++) {
    const { begin, due, retry, jobs, stored, outbox } = recurringWorld();
    await begin();
    const draw = drawFrom(seed, 'turns');
    const choices = Array.from({ length: 200 }, () => draw.whole(0, 1));
    const delivery = (at: number) => (turn: () => Promise<void>) =>
      due(at, async (_, act) => {
        await turn();
        return act();
      }).catch(() => {});
    await inTurn(choices, [delivery(noon), delivery(noon + minuteMs)]);
    await retry();
    const { occurrences } = await stored();
    const launched = occurrences.flatMap(({ jobId }) => jobId ?? []);
    assert.deepEqual(launched.toSorted(), jobs().toSorted(), `seed ${seed}`);
    assert.equal(outbox().length, occurrences.length - launched.length, `seed ${seed}`);
  }
});

test('the time of a start may come in any form of ISO 8601 with its zone', async () => {
  const { begin, depsOf, jobs, stored } = recurringWorld();
  await begin();
  const { spec, scheduleId } = recurringForTests;
  const { cluster, framework } = spec;
  const { name } = (await stored()).spec;
  const due = { scheduleId, scheduledAt: new Date(noon).toISOString().replace('Z', '+00:00') };
  await startOccurrence(
    depsOf((_, act) => act()),
    { recurring: { cluster, framework, name }, due },
  );
  assert.deepEqual([jobs().length, (await stored()).lastScheduledAt], [1, noon]);
});

test('a start that comes late, after the next one, launches nothing, and the log says so', async () => {
  const { begin, due, jobs, stored, said } = recurringWorld();
  await begin();
  for (const at of [noon, noon, noon - minuteMs]) await due(at);
  assert.deepEqual(said, ['start overtaken by a later one; left out']);
  assert.equal(jobs().length, 1);
  assert.equal((await stored()).occurrences.length, 1);
});

test('a job reports where the stack says at its start, and else where the recurring job was made', async () => {
  const { begin, due, retire, jobs, table, world } = recurringWorld();
  await begin();
  await due(noon);
  const [first = ''] = jobs();
  await retire(first);
  world.callbackBaseUrl = 'https://moved.example';
  world.now += minuteMs;
  await due(world.now);
  const urls = await Promise.all(
    jobs().map(async (id) => (await jobsTable(table).load(id))?.spec.reportUrl.replace(id, 'ID')),
  );
  assert.deepEqual(urls, [
    `${recurringForTests.baseUrl}/jobs/ID/iterations`,
    'https://moved.example/jobs/ID/iterations',
  ]);
});

test('an event of a schedule that is none any more removes it and starts nothing', async () => {
  const { begin, due, jobs, schedules } = recurringWorld({ pausedAt: noon });
  await begin();
  schedules.add(recurringForTests.scheduleId);
  await due(noon);
  assert.deepEqual([jobs(), [...schedules]], [[], []]);
});
