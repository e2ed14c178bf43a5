import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { killThenStart, sleeps, type TestRig, testRig, until } from '../../test/rigs/marathon-simulator.ts';
import { type VirtualClock, virtualClock } from '../virtual-clock.ts';

const pullMs = 100_000;

let rig: TestRig;
let clock: VirtualClock;
beforeEach(async () => {
  clock = virtualClock(Date.now());
  rig = await testRig({ clock, offerIntervalMs: 1000, stagingMs: pullMs, startingMs: 500 });
});
afterEach(() => rig.close());

const onlyTask = async () => (await rig.app('/x')).tasks[0];

/** Lets a task be launched: Mesos tells that its process has begun, which nobody hears of while it is staged. */
async function launched(count = 1) {
  clock.advance(1000);
  const isBegun = () => rig.cluster.tasks().filter(({ state }) => state === 'TASK_RUNNING').length >= count;
  await until(() => rig.marathon.observed.launches('/x') > 0 && isBegun());
}

test('the queue keeps a task that is staged as it was at its launch, until its first status', async () => {
  await rig.call('POST', '/v2/apps', { ...sleeps, id: '/x', ...killThenStart });
  const [fresh] = await rig.queue();
  assert.deepEqual([fresh?.count, fresh?.delay.overdue], [1, true]);
  assert.equal(fresh?.processedOffersSummary.processedOffersCount, 0);
  assert.equal(fresh?.processedOffersSummary.lastUsedOfferAt, undefined);
  await launched();
  const [item] = await rig.queue();
  assert.deepEqual(item?.delay, { timeLeftSeconds: 0, overdue: true });
  assert.deepEqual([item?.count, item?.since], [1, fresh?.since]);
  const { lastUsedOfferAt = '', unusedOffersCount } = item?.processedOffersSummary ?? {};
  assert.ok(lastUsedOfferAt > (item?.since ?? ''));
  assert.equal(unusedOffersCount, 0);
  const app = await rig.app('/x');
  assert.deepEqual([app.tasksStaged, app.tasksRunning, app.deployments.length], [1, 0, 1]);
  const [task] = app.tasks;
  assert.deepEqual([task?.state, task?.version, task?.startedAt], ['TASK_STAGING', app.version, undefined]);
  for (const seconds of [10, 30, 55]) {
    clock.advance(seconds * 1000);
    assert.deepEqual(await rig.queue(), [item], 'the same to the digit');
  }
  assert.deepEqual((await rig.call('GET', '/v2/tasks?status=staging')).body, { tasks: [] });
  assert.deepEqual((await rig.call('GET', '/v2/tasks?status=running')).body, { tasks: [] });
});

test('a task is staged, then starting, then runs, and is in the queue only while it is staged', async () => {
  await rig.call('POST', '/v2/apps', { ...sleeps, id: '/x' });
  await launched();
  clock.advance(pullMs);
  const starting = await rig.app('/x');
  assert.equal(starting.tasks[0]?.state, 'TASK_STARTING');
  assert.deepEqual([starting.tasksStaged, starting.tasksRunning, await rig.queue()], [0, 0, []]);
  clock.advance(500);
  const running = await rig.app('/x');
  assert.deepEqual(
    [running.tasks[0]?.state, running.tasksRunning, running.deployments],
    ['TASK_RUNNING', 1, []],
  );
});

test('a resize kills what is staged, and another task is staged in its place', async () => {
  await rig.call('POST', '/v2/apps', { ...sleeps, id: '/x', ...killThenStart });
  await launched();
  const before = await onlyTask();
  const [item] = await rig.queue();
  clock.advance(1000);
  await rig.call('PATCH', '/v2/apps/x?force=true', { cpus: 0.5 });
  await until(async () => {
    clock.advance(1000);
    return rig.marathon.observed.launches('/x') === 2;
  });
  const { version, tasks } = await rig.app('/x');
  assert.deepEqual([tasks.length, tasks[0]?.state, tasks[0]?.version], [1, 'TASK_STAGING', version]);
  assert.notEqual(tasks[0]?.id, before?.id);
  const [again] = await rig.queue();
  assert.equal(again?.count, 1);
  assert.ok((again?.since ?? '') > (item?.since ?? ''));
});
