import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gatedCluster } from '../../../test/rigs/gated-cluster.ts';

test('without agents that are known nothing of the gate is asked, and each run starts', async () => {
  const { add, evaluate, started, gateCalls, claimOf } = gatedCluster({ agents: null });
  for (const jobId of ['a', 'b']) {
    await add(jobId, { deadlineInSeconds: 900 });
    await evaluate(jobId);
  }
  assert.deepEqual(started, ['a', 'b']);
  assert.deepEqual(gateCalls(), []);
  assert.equal(await claimOf('a'), undefined);
});

for (const others of [0, 200])
  test(`a run that need not wait starts at once, with a query and an update, beside ${others} jobs that wait`, async () => {
    const { add, evaluate, end, started, sent, gateCalls, wait, waiting } = gatedCluster({ agents: [4, 4] });
    await add('a', { deadlineInSeconds: 900 });
    await add('b', { deadlineInSeconds: 900, cpus: 4 });
    for (const jobId of ['a', 'b']) await evaluate(jobId);
    for (let each = 0; each < others; each++) {
      await add(`w${each}`, { deadlineInSeconds: 9_000 + each, cpus: 4 });
      await evaluate(`w${each}`);
    }
    assert.equal(waiting().length, others);
    wait(1);
    sent.length = 0;
    await end('a');
    assert.equal(started.at(-1), 'a');
    assert.deepEqual(gateCalls(), ['QueryCommand ROOM#default', 'UpdateCommand ROOM#default']);
  });

test('a run without room waits, says so, and takes nothing of what is claimed', async () => {
  const { add, evaluate, load, started, heldOf, waiting, now } = gatedCluster({ agents: [4] });
  await add('first', { deadlineInSeconds: 900, cpus: 3 });
  await evaluate('first');
  await add('second', { deadlineInSeconds: 1_800 });
  const since = now();
  await evaluate('second');
  assert.deepEqual(started, ['first']);
  assert.deepEqual(waiting(), ['second']);
  assert.equal((await heldOf('second'))?.since, since);
  const { decision, problem, failures } = (await load('second')).progress;
  assert.equal(decision?.reason.code, 'waiting-for-room');
  assert.match(
    decision?.reason.sentence ?? '',
    /^0 of 10 done; the next run waits for cpus: no agent has \S+ cpus free\.$/,
  );
  assert.deepEqual([problem, failures], [null, 0]);
});

test('a run that ends hands its room over to who is more urgent, and waits itself', async () => {
  const { add, evaluate, end, load, started, waiting, called, claimOf, wait } = gatedCluster({ agents: [4] });
  await add('loose', { deadlineInSeconds: 9_000, cpus: 3 });
  await evaluate('loose');
  await add('tight', { deadlineInSeconds: 900, cpus: 3 });
  await evaluate('tight');
  wait(20);
  await end('loose');
  assert.deepEqual(started, ['loose']);
  assert.deepEqual(waiting().toSorted(), ['loose', 'tight']);
  assert.deepEqual(called(), ['tight']);
  assert.equal(await claimOf('loose'), undefined);
  const sentence = (await load('loose')).progress.decision?.reason.sentence ?? '';
  assert.match(sentence, /1 job with an earlier deadline goes first\.$/);
  await evaluate('tight', 'room');
  assert.deepEqual(started, ['loose', 'tight']);
  assert.deepEqual(waiting(), ['loose']);
});

test('a lost hand-over costs a tick', async () => {
  const { add, evaluate, end, started, wait } = gatedCluster({ agents: [4] });
  await add('loose', { deadlineInSeconds: 9_000, cpus: 3 });
  await evaluate('loose');
  await add('tight', { deadlineInSeconds: 900, cpus: 3 });
  await evaluate('tight');
  await end('loose');
  wait(60);
  await evaluate('tight');
  assert.deepEqual(started, ['loose', 'tight']);
});

test('a job that ends, or is paused, has others called into its room', async () => {
  const { add, evaluate, end, started, called, waiting } = gatedCluster({ agents: [4] });
  await add('last', { deadlineInSeconds: 900, cpus: 3, iterations: 1 });
  await evaluate('last');
  await add('next', { deadlineInSeconds: 1_800, cpus: 3 });
  await evaluate('next');
  await end('last');
  assert.deepEqual(called(), ['next']);
  await evaluate('next', 'room');
  assert.deepEqual(started, ['last', 'next']);
  assert.deepEqual(waiting(), []);
});

test('the first that waits shrinks to what there is, and what it claims is what it starts with', async () => {
  const { add, evaluate, load, claimOf, started } = gatedCluster({ agents: [4] });
  await add('first', { deadlineInSeconds: 900, cpus: 1 });
  await evaluate('first');
  const claimed = await claimOf('first');
  await add('second', { deadlineInSeconds: 900, cpus: 4 });
  await evaluate('second');
  const { cpus } = (await load('second')).progress;
  assert.deepEqual(started, ['first', 'second']);
  assert.equal((await claimOf('second'))?.cpus, cpus);
  assert.ok(cpus + (claimed?.cpus ?? 0) <= 4);
});

test('two that claim the last room in the same moment do not both start', async () => {
  const { add, evaluate, started, waiting } = gatedCluster({ agents: [4] });
  // As long as nobody has looked at the room, there is none to claim.
  await add('small', { deadlineInSeconds: 900, cpus: 0.5 });
  await evaluate('small');
  for (const jobId of ['a', 'b']) await add(jobId, { deadlineInSeconds: 900, cpus: 3 });
  await Promise.all([evaluate('a'), evaluate('b')]);
  assert.equal(started.length, 2);
  assert.equal(waiting().length, 1);
});
