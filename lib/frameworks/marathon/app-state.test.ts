import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { at, recordedApp, recordedItem, recordedTask } from '../../../test/rigs/marathon-1.8.ts';
import { spec } from '../../../test/rigs/marathon-dialects.ts';
import { stubbed } from '../../../test/rigs/marathon-stub.ts';

/** What is seen of the app when Marathon shows this. */
async function seen(t: TestContext, app: object, queue: object[] = []) {
  const answers: Record<string, object> = {
    '/v2/apps/x': { app: recordedApp(app) },
    '/v2/queue?embed=lastUnusedOffers': { queue },
  };
  const { framework } = await stubbed(t, ({ path }) => ({ status: 200, body: answers[path] ?? {} }));
  const observed = await framework.observe(spec);
  assert.ok(observed.known && observed.found && observed.kind === 'looping-app');
  return observed;
}

/** Since when it waits, and what it says of a shortage: that of an earlier size, of before. */
const staleShortage = {
  lastUnusedAt: -8.6,
  unused: [
    { cpus: 4, at: -8.6 },
    { cpus: 4, at: -9 },
  ],
};

describe('a task that was launched and has no status yet, as the queue of 1.8 goes on to list it,', () => {
  for (const state of ['TASK_STAGING', 'TASK_STARTING']) {
    test(`waits for nothing while it is ${state}`, async (t) => {
      const item = recordedItem({ since: 0, lastUsedAt: 0.7, ...staleShortage });
      const { run, app } = await seen(t, { tasks: [recordedTask(state)] }, [item]);
      assert.deepEqual([run, app.waitsFor, app.stagedTask], ['queued', null, 'x.instance-1._app.1']);
      assert.deepEqual([app.taskId, app.start, app.isChanging], [null, null, true]);
    });
  }

  test('waits for nothing when only the queue tells that it was launched', async (t) => {
    const { run, app } = await seen(t, {}, [recordedItem({ since: 0, lastUsedAt: 0.7 })]);
    assert.deepEqual([run, app.waitsFor, app.stagedTask], ['queued', null, null]);
  });

  test('waits again when offers are declined for it after its launch', async (t) => {
    const unused = [{ cpus: 0.3, at: 9 }];
    const { app } = await seen(t, {}, [recordedItem({ since: 0, lastUsedAt: 0.7, lastUnusedAt: 9, unused })]);
    assert.deepEqual(app.waitsFor, { reason: 'InsufficientCpus', offeredCpus: 0.3 });
  });

  test('is another one than the task of the version before, which is being ended', async (t) => {
    const before = recordedTask('TASK_STAGING', { version: at(-60) });
    const item = recordedItem({ since: 0, lastUnusedAt: 1, unused: [{ cpus: 0.3, at: 1 }] });
    const { app } = await seen(t, { tasks: [before] }, [item]);
    assert.deepEqual(app.waitsFor, { reason: 'InsufficientCpus', offeredCpus: 0.3 });
    assert.equal(app.stagedTask, null);
  });
});

describe('rejections', () => {
  const waitsFor = async (t: TestContext, item: Parameters<typeof recordedItem>[0]) =>
    (await seen(t, {}, [recordedItem(item)])).app.waitsFor;
  const unknown = { reason: null, offeredCpus: null };

  test('of an earlier wait say nothing of this one', async (t) => {
    assert.deepEqual(await waitsFor(t, { since: 0, lastUsedAt: -20, ...staleShortage }), unknown);
  });

  test('since the app was queued say what it lacks', async (t) => {
    const unused = [{ cpus: 4, at: 1.4 }];
    assert.deepEqual(await waitsFor(t, { since: 0, lastUsedAt: -0.6, lastUnusedAt: 1.4, unused }), {
      reason: 'InsufficientCpus',
      offeredCpus: 4,
    });
  });

  test('count by themselves, beside those of an agent that has offered nothing since', async (t) => {
    const unused = [
      { cpus: 0.3, at: -100 },
      { cpus: 8, at: 2, reason: 'UnfulfilledConstraint' },
    ];
    assert.deepEqual(await waitsFor(t, { since: 0, lastUnusedAt: 2, unused }), {
      reason: 'UnfulfilledConstraint',
      offeredCpus: 8,
    });
  });

  test('of which the offers are not shown count by the time of the last one', async (t) => {
    const silent = (lastUnusedAt: number) => ({
      ...recordedItem({ since: 0, lastUnusedAt, unused: [{ cpus: 4, at: lastUnusedAt }] }),
      lastUnusedOffers: undefined,
    });
    assert.deepEqual((await seen(t, {}, [silent(-1)])).app.waitsFor, unknown);
    const { waitsFor } = (await seen(t, {}, [silent(1)])).app;
    assert.deepEqual(waitsFor, { reason: 'InsufficientCpus', offeredCpus: null });
  });
});

describe('a task of an earlier version that still shows TASK_RUNNING', () => {
  const old = recordedTask('TASK_RUNNING', { version: at(-60), startedAt: at(-58), id: 'old' });

  test('is being ended while a deployment is under way: nothing runs', async (t) => {
    const { run, app } = await seen(t, { tasks: [old] });
    assert.deepEqual([run, app.taskId, app.isCurrent, app.start], ['queued', null, false, null]);
  });

  test('runs on when nothing is deployed, but is no proof of room', async (t) => {
    const { run, app } = await seen(t, { tasks: [old], deployments: [] });
    assert.deepEqual([run, app.taskId, app.isCurrent, app.start], ['running', 'old', false, null]);
  });

  test('stands behind the one of this version', async (t) => {
    const running = recordedTask('TASK_RUNNING', { startedAt: at(2), id: 'new' });
    const { run, app } = await seen(t, { tasks: [old, running] });
    assert.deepEqual([run, app.taskId, app.isCurrent], ['running', 'new', true]);
    assert.deepEqual(app.start, { version: at(0), offerSeconds: 0.7, taskSeconds: 1.3 });
  });
});

test('a task that was started again by Marathon tells nothing of what a change costs', async (t) => {
  const again = recordedTask('TASK_RUNNING', { stagedAt: at(600), startedAt: at(601) });
  const lastTaskFailure = { taskId: 'x.1', state: 'TASK_FAILED', message: 'exit 3', version: at(0) };
  const { app } = await seen(t, { tasks: [again], lastTaskFailure, deployments: [] });
  assert.deepEqual([app.isCurrent, app.start], [true, null]);
});

test('a task whose agent cannot be reached is told of, and so is that another one runs', async (t) => {
  const unreachable = recordedTask('TASK_UNREACHABLE', { version: at(-60), id: 'old' });
  const alone = await seen(t, { tasks: [unreachable], deployments: [], version: at(-60) });
  assert.deepEqual([alone.run, alone.app.isUnreachable, alone.app.taskId], ['queued', true, null]);
  const running = recordedTask('TASK_RUNNING', { startedAt: at(2), id: 'new' });
  const both = await seen(t, { tasks: [unreachable, running], deployments: [] });
  assert.deepEqual([both.run, both.app.isUnreachable, both.app.taskId], ['running', true, 'new']);
});

test('an app of which only a dead task is left, and that waits for none, has none', async (t) => {
  const dead = recordedTask('TASK_FAILED', { version: undefined });
  assert.equal((await seen(t, { tasks: [dead], deployments: [] })).run, 'idle');
  const delayed = { ...recordedItem({ since: 0 }), delay: { timeLeftSeconds: 9, overdue: false } };
  const { run, app } = await seen(t, { tasks: [dead], deployments: [] }, [delayed]);
  assert.deepEqual([run, app.waitsFor], ['queued', null]);
});
