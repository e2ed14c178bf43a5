import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { runSteps } from '../../test/rigs/chronos-runs.ts';
import { never, type TestRig, testRig, versions } from '../../test/rigs/chronos-simulator.ts';

/** Many rounds of offers: long enough for anything that is going to happen. */
const manyRoundsMs = 150;
const sleeps = { command: 'sleep 60' };

for (const version of versions) {
  const isOld = version === '2.5.1';
  const running = isOld ? 'running' : '1 running';
  describe(`runs in ${version}`, () => {
    let rig: TestRig;
    const folders: string[] = [];
    beforeEach(async () => {
      rig = await testRig(version);
    });
    afterEach(async () => {
      await rig.close();
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
    });

    const { force, hasState, hasCount } = runSteps(() => rig);
    const launches = (name: string) => rig.chronos.observed.launches(name);
    /** A command that ends when the test says so, and no sooner. */
    const gate = () => {
      const folder = mkdtempSync(join(tmpdir(), 'gate-'));
      folders.push(folder);
      const file = join(folder, 'open');
      return { waits: `until [ -e '${file}' ]; do sleep 0.02; done`, open: () => writeFileSync(file, '') };
    };

    test('a forced start runs the command, counts the success and leaves a far schedule enabled', async () => {
      await rig.create({ name: 'j' });
      assert.equal((await force('j')).status, 204);
      await hasCount('j', 'successCount', 1);
      const { disabled, schedule, lastSuccess, lastError } = await rig.job('j');
      assert.deepEqual([disabled, lastError], [false, '']);
      assert.match(String(lastSuccess), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      assert.equal(schedule, isOld ? never : 'R/2099-01-01T00:00:00.000Z/PT24H');
      assert.match((await rig.call('GET', 'graph/csv')).body, /^node,j,success,idle$/m);
    });

    test('a forced start of R0 makes it infinite in 3.x, and disabled after the success in 2.x', async () => {
      await rig.create({ name: 'j', schedule: 'R0/2099-01-01T00:00:00Z/PT24H' });
      await force('j');
      await hasCount('j', 'successCount', 1);
      const { disabled, schedule } = await rig.job('j');
      const stored = isOld ? 'R0/2099-01-01T00:00:00Z/PT24H' : 'R/2099-01-01T00:00:00.000Z/PT24H';
      assert.deepEqual([disabled, schedule], [isOld, stored]);
    });

    test('a forced start while a run is active is accepted and dropped', async () => {
      await rig.create({ name: 'j', ...sleeps });
      await force('j');
      await hasState('j', running);
      assert.equal((await force('j')).status, 204);
      await delay(manyRoundsMs);
      assert.equal(await rig.state('j'), running);
      await rig.call('DELETE', 'task/kill/j');
      await hasState('j', 'idle');
      await delay(manyRoundsMs);
      assert.deepEqual([launches('j'), rig.chronos.observed.maximumConcurrentRuns('j')], [1, 1]);
    });

    test('a disabled job takes a forced start and never runs it', async () => {
      await rig.create({ name: 'j', disabled: true });
      assert.equal((await force('j')).status, 204);
      await delay(manyRoundsMs);
      assert.deepEqual([await rig.state('j'), launches('j')], ['idle', 0]);
    });

    test('a scheduled job runs by itself and is disabled after its last success', async () => {
      await rig.create({ name: 'j', schedule: 'R1//PT1M' });
      await hasCount('j', 'successCount', 1);
      const { disabled, schedule } = await rig.job('j');
      assert.equal(disabled, true);
      assert.match(String(schedule), /^R0\/\d{4}.*\/PT1M$/);
    });

    test('a job that is due in 3.x while it runs, runs once more right after; in 2.x that run is lost', async () => {
      const { waits, open } = gate();
      await rig.create({ name: 'j', schedule: 'R/2099-01-01T00:00:00Z/PT1H', command: waits });
      await force('j');
      await hasState('j', running);
      const job = { name: 'j', command: 'true', schedule: 'R2//PT1H' };
      await rig.call('POST', 'iso8601', job);
      // It is due while it runs: for many rounds.
      await delay(manyRoundsMs);
      open();
      await hasCount('j', 'successCount', isOld ? 1 : 2);
      await delay(manyRoundsMs);
      assert.equal(launches('j'), isOld ? 1 : 2);
      assert.equal(rig.chronos.observed.maximumConcurrentRuns('j'), 1);
    });

    test('a retry is invisible, and only the last failure counts', async () => {
      await rig.create({ name: 'j', command: 'exit 3', retries: 1 });
      await force('j');
      await hasCount('j', 'errorCount', 1);
      const { errorsSinceLastSuccess, lastError, disabled } = await rig.job('j');
      assert.deepEqual([launches('j'), errorsSinceLastSuccess, disabled], [2, 1, false]);
      assert.notEqual(lastError, '');
      await force('j');
      await hasCount('j', 'errorCount', 2);
      assert.equal(launches('j'), 3, 'after a final failure there are no retries');
    });

    test('the retry of R1 makes it infinite in 3.x', async () => {
      await rig.create({ name: 'j', schedule: 'R1//PT1H', command: 'exit 3', retries: 1 });
      await hasCount('j', 'errorCount', 1);
      assert.match(String((await rig.job('j')).schedule), isOld ? /^R0\// : /^R\//);
    });

    test('a job that was disabled while it ran is enabled again by its failure', async () => {
      const { waits, open } = gate();
      await rig.create({ name: 'j', command: `${waits}; exit 1`, retries: 0 });
      await force('j');
      await hasState('j', running);
      await rig.call('POST', 'iso8601', { ...(await rig.job('j')), disabled: true, uris: [] });
      assert.equal((await rig.job('j')).disabled, true);
      open();
      await hasCount('j', 'errorCount', 1);
      assert.equal((await rig.job('j')).disabled, false);
    });

    test('a kill changes no counter and no date', async () => {
      await rig.create({ name: 'j', ...sleeps });
      await force('j');
      await hasState('j', running);
      assert.equal((await rig.call('DELETE', 'task/kill/j')).status, 204);
      await hasState('j', 'idle');
      const { successCount, errorCount, lastError } = await rig.job('j');
      assert.deepEqual([successCount, errorCount, lastError], [0, 0, '']);
    });

    test('an update replaces everything, tells no running task, and its end counts on top of it', async () => {
      const { waits, open } = gate();
      await rig.create({ name: 'j', command: waits, owner: 'me', cpus: 0.5 });
      await force('j');
      await hasState('j', running);
      const update = { name: 'j', command: 'true', schedule: never, cpus: 1, successCount: 7 };
      assert.equal((await rig.call('POST', 'iso8601', update)).status, 204);
      assert.equal(rig.cluster.tasks()[0]?.cpus, 0.5);
      const { owner, cpus, successCount } = await rig.job('j');
      assert.deepEqual([owner, cpus, successCount], ['', 1, 7]);
      open();
      await hasCount('j', 'successCount', 8);
    });
  });
}
