import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  container,
  framework,
  id,
  launches,
  observed,
  restartRig,
  rig,
  soon,
  specOf,
  submitted,
} from '../../../test/rigs/marathon-framework.ts';
import { killThenStart, sleeps, until } from '../../../test/rigs/marathon-simulator.ts';
import { DeploymentLimitError } from './errors.ts';

describe('on a Marathon whose agents pull images', () => {
  test('a task that is staged waits for nothing, although the queue still lists it', async () => {
    await restartRig({ stagingMs: 3_000 });
    await framework.submit(specOf(), 0.5);
    const staged = await soon(({ app }) => app.stagedTask !== null);
    const [item] = await rig.queue();
    assert.deepEqual([item?.count, item?.delay.overdue], [1, true]);
    assert.deepEqual([staged.run, staged.app.waitsFor, staged.app.taskId], ['queued', null, null]);
    const { app } = await soon(({ run }) => run === 'running');
    assert.deepEqual([app.stagedTask, app.taskId, launches()], [null, staged.app.stagedTask, 1]);
    assert.ok(app.start && app.start.taskSeconds >= 3);
  });

  test('what it lacked before is not what it lacks now', async () => {
    await restartRig({ stagingMs: 3_000 });
    const spec = specOf();
    await framework.submit(spec, 9);
    await soon(({ app }) => app.waitsFor?.reason === 'InsufficientCpus');
    await framework.resize(spec, 0.5, { force: true });
    const { app } = await soon((seen) => seen.app.stagedTask !== null);
    const [item] = await rig.queue();
    const declined = item?.processedOffersSummary.rejectSummaryLastOffers.filter((each) => each.declined > 0);
    assert.deepEqual(
      declined?.map(({ reason }) => reason),
      ['InsufficientCpus'],
    );
    assert.equal(app.waitsFor, null);
  });
});

test('a task whose kill was lost shows TASK_RUNNING, and is not taken for the new one', async () => {
  const spec = await submitted();
  rig.marathon.faults.losesKillsOf = () => true;
  await framework.resize(spec, 1, { force: false });
  assert.deepEqual(
    (await rig.app(id)).tasks.map(({ state }) => state),
    ['TASK_RUNNING'],
  );
  const { run, cpus, app } = await observed();
  assert.deepEqual([run, cpus, app.isChanging, app.taskId, app.isCurrent], ['queued', 1, true, null, false]);
});

describe('when an agent is cut off', () => {
  test('a second task runs until it is back', async () => {
    await submitted();
    const before = (await observed()).app.taskId;
    rig.marathon.faults.cutOff((await agentOf(before ?? '')) ?? '');
    const { app } = await soon((seen) => seen.run === 'running' && seen.app.taskId !== before);
    assert.equal(app.isCurrent, true);
    assert.equal(rig.cluster.tasks().length, 2);
  });

  test('an app that is not replaced is shown to be out of reach', async () => {
    await submitted(specOf({ definition: { container, mem: 32, unreachableStrategy: 'disabled' } }));
    rig.marathon.faults.cutOff((await agentOf((await observed()).app.taskId ?? '')) ?? '');
    const { run, app } = await soon((seen) => seen.app.isUnreachable);
    assert.deepEqual([run, app.taskId, app.waitsFor], ['queued', null, null]);
  });
});

async function agentOf(taskId: string): Promise<string | undefined> {
  return rig.cluster.tasks().find((task) => task.id === taskId)?.agentId;
}

describe('on a Marathon that runs as many deployments as it allows', () => {
  const waiting = async (name: string, env: object = {}) => {
    const app = { ...sleeps, ...killThenStart, id: name, cpus: 9, env };
    assert.equal((await rig.call('POST', '/v2/apps', app)).status, 201);
  };

  test('an app that waits is given fewer cpus, and removed', async () => {
    await restartRig({ maxRunningDeployments: 2 });
    await waiting('/other');
    const spec = specOf();
    await framework.submit(spec, 9);
    await framework.resize(spec, 8, { force: true });
    assert.equal((await observed()).cpus, 8);
    await framework.remove(spec);
    assert.deepEqual(await framework.observe(spec), { known: true, found: false });
    await until(async () => (await rig.deployments()).length === 1);
  });

  test('one that runs is removed when a job of Pacer waits, which stays queued', async () => {
    await restartRig({ maxRunningDeployments: 2 });
    const spec = await submitted(specOf(), 2);
    await waiting('/other');
    await waiting('/waits', { PACER_JOB_ID: 'of-another-job' });
    await framework.remove(spec);
    assert.deepEqual(await framework.observe(spec), { known: true, found: false });
    assert.deepEqual((await rig.queue()).length, 2);
  });

  test('nothing is taken from others', async () => {
    await restartRig({ maxRunningDeployments: 2 });
    const spec = await submitted();
    await waiting('/one');
    await waiting('/two');
    await assert.rejects(framework.remove(spec), (error) => error instanceof DeploymentLimitError);
    assert.equal((await rig.deployments()).length, 2);
    assert.equal((await observed()).run, 'running');
  });
});
