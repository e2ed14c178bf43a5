import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { killThenStart, type TestRig, testRig, until } from '../../test/rigs/marathon-simulator.ts';
import { type VirtualClock, virtualClock } from '../virtual-clock.ts';

let rig: TestRig;
let clock: VirtualClock;
afterEach(() => rig.close());
beforeEach(async () => {
  clock = virtualClock(Date.now());
  rig = await testRig({
    clock,
    offerIntervalMs: 250,
    offerLatencyMs: 250,
    minReviveOffersIntervalMs: 30_000,
  });
});

/** How long it takes, by the clock of the test, until a new task runs after a change of cpus; s. */
async function resizeSeconds(cpus: number): Promise<number> {
  const { version } = (await rig.call('PATCH', '/v2/apps/x', { cpus })).body;
  await until(() => rig.cluster.tasks().length === 0);
  const begunAt = clock.now();
  await until(async () => {
    clock.advance(250);
    const [task] = (await rig.app('/x')).tasks;
    return rig.cluster.tasks().length > 0 && task?.version === version;
  });
  await rig.settled();
  return (clock.now() - begunAt) / 1000;
}

test('kill-then-start costs a second while offers come, and up to 30 once they are suppressed', async () => {
  await rig.call('POST', '/v2/apps', { id: '/x', cmd: 'sleep 60', cpus: 0.1, mem: 32, ...killThenStart });
  const createdAt = clock.now();
  await until(() => {
    clock.advance(250);
    return rig.cluster.tasks().length === 1;
  });
  assert.ok(clock.now() - createdAt <= 2000, 'a server at rest is heard at once');
  await rig.settled();
  clock.advance(40_000);
  // Seen: 0.65 s after 40 s of rest, before the suppression.
  assert.ok((await resizeSeconds(0.2)) <= 2);
  // Three revives, one a slot, then the suppression in the fourth: none is later than 120 s after the wish.
  clock.advance(130_000);
  const late = await resizeSeconds(0.3);
  assert.ok(late <= 30);
  // Seen: 1.0 s for one that comes 3 s later.
  clock.advance(3000);
  assert.ok((await resizeSeconds(0.4)) <= 2);
  assert.equal((await rig.call('GET', '/v2/info')).body.name, 'marathon');
});

test('a wish in the slot of the suppression waits for the next, with no task and no offer meanwhile', async () => {
  await rig.call('POST', '/v2/apps', { id: '/x', cmd: 'sleep 60', cpus: 0.1, mem: 32, ...killThenStart });
  await until(() => {
    clock.advance(250);
    return rig.cluster.tasks().length === 1;
  });
  await rig.settled();
  // The wish came 0.25 s before the first slot at most; its calls are sent at 0, 30 and 60 s, the suppression at 90.
  clock.advance(93_000);
  await rig.call('PATCH', '/v2/apps/x', { cpus: 0.2 });
  await until(() => rig.cluster.tasks().length === 0);
  clock.advance(20_000);
  const [item] = await rig.queue();
  const app = await rig.app('/x');
  assert.deepEqual([item?.delay.overdue, app.tasksStaged, app.tasksRunning], [true, 0, 0]);
  assert.ok((item?.processedOffersSummary.lastUsedOfferAt ?? '') < (item?.since ?? ''), 'no offer since');
  clock.advance(10_000);
  await until(() => rig.cluster.tasks().length === 1);
});

test('a wish that comes just after another one finds the offers that the other one left', async () => {
  await rig.close();
  rig = await testRig({ clock, offerIntervalMs: 250, offerLatencyMs: 750 });
  for (const id of ['/a', '/b']) {
    await rig.call('POST', '/v2/apps', { id, cmd: 'sleep 60', cpus: 2, mem: 32 });
    clock.advance(10);
  }
  // Nothing is declined for longer than until the second wish was looked at.
  for (let round = 0; round < 8; round++) clock.advance(250);
  assert.deepEqual(
    rig.cluster.tasks().map(({ agentId }) => agentId),
    ['one', 'two'],
  );
});
