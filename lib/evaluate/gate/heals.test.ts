import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gatedCluster } from '../../../test/rigs/gated-cluster.ts';

test('a claim whose job died blocks nobody: it is healed when the room is looked at again', async () => {
  const { add, evaluate, started, deps, wait } = gatedCluster({ agents: [4] });
  const { gate } = deps;
  assert.ok(gate);
  await add('a', { deadlineInSeconds: 900, cpus: 1 });
  await evaluate('a');
  const { room } = await gate.rooms.readRoom('default', 0);
  assert.ok(room);
  const claim = { agent: 'agent-1', cpus: 2, at: deps.now() };
  assert.equal(await gate.rooms.claimRoom('default', 'dead', { claim, freed: null, read: room }), true);
  await add('b', { deadlineInSeconds: 900, cpus: 3 });
  await evaluate('b');
  assert.deepEqual(started, ['a']);
  wait(61);
  await evaluate('b');
  assert.deepEqual(started, ['a', 'b']);
});

test('a place whose job is gone is removed by who meets it', async () => {
  const { add, evaluate, started, waiting, deps, wait } = gatedCluster({ agents: [4] });
  const gone = { jobId: 'gone', isLast: false, deadlineAt: 1, since: deps.now(), cpus: 4, choices: [4] };
  await deps.gate?.rooms.putWaiting('default', { ...gone, staleAt: deps.now() + 180_000 });
  await add('a', { deadlineInSeconds: 900, cpus: 3 });
  await evaluate('a');
  assert.deepEqual([started, waiting().toSorted()], [[], ['a', 'gone']]);
  wait(180);
  await evaluate('a');
  assert.deepEqual([started, waiting()], [['a'], []]);
});

test('a job that is cancelled while it waits leaves no place', async () => {
  const { add, evaluate, waiting, load, deps } = gatedCluster({ agents: [4] });
  await add('first', { deadlineInSeconds: 900, cpus: 4 });
  await evaluate('first');
  await add('second', { deadlineInSeconds: 900, cpus: 4 });
  await evaluate('second');
  assert.deepEqual(waiting(), ['second']);
  const job = await load('second');
  await deps.store.save(job, {
    progress: { ...job.progress, failuresInRow: 3 },
    point: null,
    foldedRuns: [],
  });
  await evaluate('second');
  assert.equal((await load('second')).progress.status, 'FAILED');
  assert.deepEqual(waiting(), []);
});

test('a job that was held for long knows that others wait, and is not taken to hang', async () => {
  const { add, evaluate, end, load, started, wait } = gatedCluster({ agents: [4] });
  await add('first', { deadlineInSeconds: 900, cpus: 4, iterations: 1 });
  await evaluate('first');
  await add('second', { deadlineInSeconds: 9_000, cpus: 4 });
  await evaluate('second');
  wait(500);
  await evaluate('second');
  assert.deepEqual(started, ['first']);
  const { progress } = await load('second');
  assert.deepEqual([progress.problem, progress.failures], [null, 0]);
  await end('first');
  await evaluate('second', 'room');
  wait(30);
  await end('second');
  const { execution } = (await load('second')).progress;
  assert.ok(execution.kind === 'started-runs');
  assert.ok((execution.waits?.lastSeconds ?? 0) >= 500);
});

test('a run that was held for ten iterations and ten minutes is left to the queue of the framework', async () => {
  const { add, evaluate, started, waiting, wait, claimOf } = gatedCluster({ agents: [4] });
  await add('first', { deadlineInSeconds: 900, cpus: 4 });
  await evaluate('first');
  await add('second', { deadlineInSeconds: 9_000, cpus: 4 });
  await evaluate('second');
  wait(600);
  await evaluate('second');
  assert.deepEqual(started, ['first']);
  wait(1);
  await evaluate('second');
  assert.deepEqual([started, waiting()], [['first', 'second'], []]);
  assert.equal(await claimOf('second'), undefined);
});

test('where the room is not known any more, runs start as without a gate', async () => {
  const { add, evaluate, started, deps, wait, warnings } = gatedCluster({ agents: [4], isStated: false });
  await add('first', { deadlineInSeconds: 900, cpus: 4 });
  await evaluate('first');
  await add('second', { deadlineInSeconds: 900, cpus: 4 });
  await evaluate('second');
  assert.deepEqual(started, ['first']);
  assert.ok(deps.gate);
  const look = () => Promise.reject(new Error('[GET] http://master:5050/master/slaves: 503'));
  deps.gate.agentsOf = async () => ({ isStated: false, look });
  wait(61);
  await evaluate('second');
  assert.deepEqual(started, ['first', 'second']);
  assert.equal(warnings.length, 1);
});

test('a table that refuses what the gate asks keeps no run', async () => {
  const { add, evaluate, started, deps, warnings } = gatedCluster({ agents: [4] });
  assert.ok(deps.gate);
  deps.gate.rooms.readRoom = () => Promise.reject(new Error('Throttled'));
  await add('first', { deadlineInSeconds: 900 });
  await evaluate('first');
  assert.deepEqual(started, ['first']);
  assert.equal(warnings.length, 1);
});

test('what a master shows as used is not counted twice, and a run that ended is room at once', async () => {
  const { add, evaluate, end, started, wait, looks } = gatedCluster({ agents: [4], isStated: false });
  await add('only', { deadlineInSeconds: 900, cpus: 3 });
  await evaluate('only');
  for (const seconds of [4, 5, 30, 7]) {
    wait(seconds);
    await end('only');
  }
  assert.equal(started.length, 5);
  assert.ok(looks() <= 4);
});
