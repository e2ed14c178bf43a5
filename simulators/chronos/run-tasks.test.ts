import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { runSteps } from '../../test/rigs/chronos-runs.ts';
import { never, type TestRig, testRig, until, versions } from '../../test/rigs/chronos-simulator.ts';

/** Many rounds of offers: long enough for anything that is going to happen. */
const manyRoundsMs = 150;

for (const version of versions) {
  const running = version === '2.5.1' ? 'running' : '1 running';
  describe(`the tasks of runs, and other jobs, in ${version}`, () => {
    let rig: TestRig;
    beforeEach(async () => {
      rig = await testRig(version);
    });
    afterEach(() => rig.close());
    const { force, hasState, hasCount } = runSteps(() => rig);

    test('what fits no agent stays queued, holds up what comes after, and takes an update', async () => {
      await rig.create({ name: 'big', cpus: 3 });
      await rig.create({ name: 'small' });
      await force('big');
      await force('small');
      await delay(manyRoundsMs);
      assert.equal(await rig.state('big'), 'queued');
      await rig.call('POST', 'iso8601', { name: 'big', command: 'true', schedule: never, cpus: 2 });
      await hasCount('big', 'successCount', 1);
      await hasCount('small', 'successCount', 1);
    });

    test('a deleted job is gone with its tasks, and its queued run never starts', async () => {
      await rig.create({ name: 'j', command: 'sleep 60' });
      await force('j');
      await hasState('j', running);
      assert.equal((await rig.call('DELETE', 'job/j')).status, 204);
      assert.equal((await force('j')).status, 400);
      await until(() => rig.cluster.tasks().length === 0);
      assert.deepEqual(await rig.job('j'), {});
    });

    test('a task is named after its run and sees what Chronos says about it', async () => {
      const environmentVariables = [
        { name: 'MINE', value: 'a b' },
        { name: 'CHRONOS_JOB_NAME', value: 'forged' },
      ];
      await rig.create({ name: 'j', command: 'env; sleep 60 #', owner: 'o', cpus: 1, environmentVariables });
      await force('j', '?arguments=one;two');
      await hasState('j', running);
      await until(() => rig.output('j').includes('MESOS_SANDBOX'));
      const [task] = rig.cluster.tasks();
      assert.match(task?.id ?? '', /^ct:\d{13}:0:j:onetwo$/);
      assert.equal(task?.name, 'ChronosTask:j');
      const lines = [
        `mesos_task_id=${task?.id}`,
        `MESOS_TASK_ID=${task?.id}`,
        'CHRONOS_JOB_NAME=j',
        'CHRONOS_JOB_OWNER=o',
        'CHRONOS_JOB_RUN_ATTEMPT=0',
        'CHRONOS_RESOURCE_CPU=1.0',
        'CHRONOS_RESOURCE_MEM=128.0',
        'CHRONOS_RESOURCE_DISK=256.0',
        'HOST=one.example',
        'MINE=a b',
      ];
      const seen = rig.output('j').split('\n');
      assert.deepEqual(
        lines.filter((line) => !seen.includes(line)),
        [],
      );
    });

    test('the arguments of a start replace those of the job and are appended to its command', async () => {
      await rig.create({ name: 'j', command: 'test two =', arguments: ['one'], retries: 0 });
      await force('j');
      await hasCount('j', 'errorCount', 1);
      await force('j', '?arguments=two');
      await hasCount('j', 'successCount', 1);
    });

    test('a dependent job follows its parent, and inherits its schedule but little else when the parent is deleted', async () => {
      await rig.create({ name: 'parent', schedule: 'R5/2099-01-01T00:00:00Z/PT1H' });
      const child = { name: 'child', command: 'true', parents: ['parent'], runAsUser: 'me', owner: 'o' };
      assert.equal((await rig.call('POST', 'dependency', child)).status, 204);
      await hasState('child', 'idle');
      assert.match((await rig.call('GET', 'graph/csv')).body, /^link,parent,child$/m);
      await force('parent');
      await hasCount('child', 'successCount', 1);
      await rig.call('DELETE', 'job/parent');
      const { schedule, runAsUser, owner, parents } = await rig.job('child');
      assert.match(String(schedule), /^R\d\/2099/);
      assert.deepEqual([runAsUser, owner, parents], ['root', 'o', undefined]);
    });
  });
}
