import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { never, testRig, until } from '../../test/rigs/chronos-simulator.ts';

/** Many rounds of offers: long enough for anything that is going to happen. */
const manyRoundsMs = 150;

test('3.x does not know a new job until a moment after the answer, and takes an update at once', async () => {
  const rig = await testRig('3.0.2', { createDelayMs: 1000 });
  try {
    const job = { name: 'j', command: 'true', schedule: never };
    assert.equal((await rig.call('POST', 'iso8601', job)).status, 204);
    assert.equal((await rig.call('PUT', 'job/j')).status, 400);
    await until(async () => (await rig.call('GET', 'job/j')).status === 200);
    await rig.call('POST', 'iso8601', { ...job, command: 'false' });
    assert.equal((await rig.job('j')).command, 'false');
  } finally {
    await rig.close();
  }
});

test('3.x lets concurrent runs overlap and counts them in the state', async () => {
  const rig = await testRig('3.0.2');
  try {
    await rig.create({ name: 'j', command: 'sleep 60', concurrent: true });
    for (const state of ['1 running', '2 running']) {
      await rig.call('PUT', 'job/j');
      await until(async () => (await rig.state('j')) === state);
    }
    assert.equal(rig.chronos.observed.maximumConcurrentRuns('j'), 2);
    const { body } = await rig.call('GET', 'jobs/summary');
    const [job] = JSON.parse(body).jobs;
    assert.deepEqual([job.status, job.state, job.disabled], ['fresh', '2 running', false]);
  } finally {
    await rig.close();
  }
});

test('3.x queues a job once, with the arguments that came first', async () => {
  const rig = await testRig('3.0.2');
  try {
    const job = { name: 'j', command: 'test one =', concurrent: true, retries: 0 };
    await rig.create({ ...job, cpus: 3 });
    await rig.call('PUT', 'job/j?arguments=one');
    await rig.call('PUT', 'job/j?arguments=two');
    await rig.call('POST', 'iso8601', { ...job, schedule: never, cpus: 1 });
    await until(async () => (await rig.job('j')).successCount === 1);
    await delay(manyRoundsMs);
    assert.equal(rig.chronos.observed.launches('j'), 1);
  } finally {
    await rig.close();
  }
});

test('2.x forgets what is queued when it is purged', async () => {
  const rig = await testRig('2.5.1');
  try {
    const job = { name: 'j', command: 'true', schedule: never };
    await rig.create({ ...job, cpus: 3 });
    await rig.call('PUT', 'job/j');
    await rig.call('PUT', 'job/j');
    await rig.call('DELETE', 'task/all');
    await rig.call('POST', 'iso8601', job);
    await delay(manyRoundsMs);
    assert.deepEqual([await rig.state('j'), rig.chronos.observed.launches('j')], ['idle', 0]);
  } finally {
    await rig.close();
  }
});

test('2.x waits for the word of an asynchronous job', async () => {
  const rig = await testRig('2.5.1');
  try {
    await rig.create({ name: 'j', command: 'sleep 0.1', async: true });
    await rig.call('PUT', 'job/j');
    await until(() => rig.cluster.tasks().length === 1);
    const taskId = rig.cluster.tasks()[0]?.id ?? '';
    await until(() => rig.cluster.tasks().length === 0);
    assert.deepEqual([(await rig.job('j')).successCount, await rig.state('j')], [0, 'running']);
    const path = `task/${encodeURIComponent(taskId)}`;
    assert.equal((await rig.call('PUT', path, { statusCode: 0 })).status, 204);
    assert.deepEqual([(await rig.job('j')).successCount, await rig.state('j')], [1, 'idle']);
    assert.equal((await rig.call('PUT', 'task/unknown', { statusCode: 0 })).status, 204);
  } finally {
    await rig.close();
  }
});
