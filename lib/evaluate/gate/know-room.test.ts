import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob } from '../../../test/rigs/builders.ts';
import { memoryTable } from '../../../test/rigs/memory-table.ts';
import { aRun } from '../../../test/rigs/progress.ts';
import { statedAgents } from '../../room/picture.ts';
import { isKnown } from '../../room/room.ts';
import { jobItems } from '../../store/job-items.ts';
import { roomItems } from '../../store/rooms/room-item.ts';
import { seenAnew } from './know-room.ts';

const cluster = 'lab';
const noon = Date.parse('2026-01-01T12:00:00Z');

/** A cluster whose agents have so many cpus free, and what its jobs know of them. */
function world() {
  let now = noon;
  let free = [3, 1];
  let looks = 0;
  let problem: string | null = null;
  const { table, sent } = memoryTable(() => now);
  const rooms = roomItems(table);
  const warnings: unknown[] = [];
  const log = {
    info: () => {},
    warn: (_: string, fields: unknown) => void warnings.push(fields),
    error: () => {},
  };
  const look = async () => {
    looks += 1;
    if (problem) throw new Error(problem);
    return free.map((freeCpus, index) => ({ id: `a${index}`, totalCpus: 4, freeCpus }));
  };
  const deps = { rooms, load: jobItems(table).load, log, now: () => now };
  const know = async (agents = { isStated: false, look }) =>
    seenAnew(deps, cluster, { read: (await rooms.readRoom(cluster, 0)).room, agents });
  return {
    deps,
    rooms,
    sent,
    warnings,
    know,
    create: jobItems(table).create,
    looks: () => looks,
    wait: (seconds: number) => {
      now += seconds * 1000;
    },
    has: (...cpus: number[]) => {
      free = cpus;
    },
    fails: (why: string | null) => {
      problem = why;
    },
    now: () => now,
  };
}

test('the room is looked at again after 10 s, by one evaluation at a time', async () => {
  const { know, looks, wait, has, sent } = world();
  const seen = await Promise.all([know(), know(), know()]);
  assert.deepEqual(
    seen.map((room) => room?.free),
    [{ a0: 3, a1: 1 }, undefined, undefined],
  );
  wait(9);
  has(4, 4);
  sent.length = 0;
  assert.deepEqual((await know())?.free, { a0: 3, a1: 1 });
  assert.deepEqual(sent, ['QueryCommand ROOM#lab']);
  assert.equal(looks(), 1);
  wait(1);
  assert.deepEqual((await know())?.free, { a0: 4, a1: 4 });
  assert.equal(looks(), 2);
});

test('a room that nobody can look at is unknown after a minute, and asked for each 10 s at most', async () => {
  const { know, wait, fails, warnings, looks, now } = world();
  await know();
  fails('[GET] http://master:5050/master/slaves: 503');
  wait(59);
  assert.equal(isKnown(await know(), now()), true);
  wait(2);
  assert.equal(isKnown(await know(), now()), false);
  assert.equal(looks(), 2);
  assert.deepEqual(warnings, [{ cluster, problem: '[GET] http://master:5050/master/slaves: 503' }]);
  wait(8);
  fails(null);
  assert.equal(isKnown(await know(), now()), true);
});

test('what was claimed while somebody looked is not forgotten', async () => {
  const { deps, rooms, wait, has } = world();
  const claims = { job: { agent: 'a0', cpus: 2, at: noon + 19_000 } };
  const room = { seenAt: noon, free: { a0: 1, a1: 1 }, largestCpus: 4, claims: {} };
  await rooms.saveRoom(cluster, room, 0);
  const { room: read } = await rooms.readRoom(cluster, 0);
  wait(20);
  has(3, 1);
  const look = async () => {
    await rooms.saveRoom(cluster, { ...room, claims }, 1);
    return [{ id: 'a0', totalCpus: 4, freeCpus: 3 }];
  };
  const seen = await seenAnew(deps, cluster, { read, agents: { isStated: false, look } });
  assert.deepEqual(seen, {
    seenAt: noon + 20_000,
    version: 3,
    free: { a0: 1 },
    largestCpus: 4,
    claims,
  });
  assert.deepEqual((await rooms.readRoom(cluster, 0)).room, seen);
});

test('claims that Mesos counts by now are dropped; of stated agents they hold as long as their runs', async () => {
  const { deps, rooms, wait, create } = world();
  const run = aRun({ requestedAt: noon });
  const running = aJob({ spec: { jobId: 'running' }, progress: { run } });
  await create(running);
  await create(aJob({ spec: { jobId: 'idle' } }));
  const claim = { agent: 'agent-1', cpus: 1, at: noon };
  const claims = { running: claim, idle: claim, missing: { ...claim, agent: 'agent-2' } };
  const free = { 'agent-1': 2, 'agent-2': 3 };
  await rooms.saveRoom(cluster, { seenAt: noon, free, largestCpus: 4, claims }, 0);
  const agents = { isStated: true, look: async () => statedAgents([4, 4]) };
  const again = async () =>
    seenAnew(deps, cluster, { read: (await rooms.readRoom(cluster, 0)).room, agents });
  wait(20);
  assert.deepEqual((await again())?.free, free);
  wait(41);
  const seen = await again();
  assert.deepEqual(seen?.free, { 'agent-1': 3, 'agent-2': 4 });
  assert.deepEqual(seen?.claims, { running: { ...claim, at: noon + 61_000 } });
  wait(20);
  const mesos = { isStated: false, look: agents.look };
  assert.deepEqual(
    (await seenAnew(deps, cluster, { read: (await rooms.readRoom(cluster, 0)).room, agents: mesos }))?.claims,
    {},
  );
});
