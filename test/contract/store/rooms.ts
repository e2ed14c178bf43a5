import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ulid } from 'ulid';
import { roomItems } from '../../../lib/store/rooms/room-item.ts';
import { now, type Rig } from './rig.ts';

const room = { seenAt: now, free: { 'a.b-S1': 2.5 }, largestCpus: 4, claims: {} };

export function roomsContract(rig: () => Rig): void {
  test('a room is looked at by one at a time, and known once it was written', async () => {
    const cluster = ulid();
    const rooms = roomItems(rig().table);
    assert.deepEqual(await rooms.readRoom(cluster, 3), { room: null, waiting: [] });
    const looks = await Promise.all(
      [now - 1, now - 1, now - 1].map((since) => rooms.claimLook(cluster, since)),
    );
    assert.deepEqual(looks.toSorted(), [false, false, true]);
    assert.deepEqual(await rooms.readRoom(cluster, 3), { room: null, waiting: [] });
    assert.equal(await rooms.claimLook(cluster, now), true);
    assert.equal(await rooms.saveRoom(cluster, room, 0), true);
    assert.deepEqual((await rooms.readRoom(cluster, 3)).room, { ...room, version: 1 });
  });

  test('a picture is not written over one that is newer', async () => {
    const cluster = ulid();
    const rooms = roomItems(rig().table);
    assert.equal(await rooms.saveRoom(cluster, room, 0), true);
    assert.equal(await rooms.saveRoom(cluster, { ...room, free: {} }, 0), false);
    assert.equal(await rooms.saveRoom(cluster, { ...room, free: {} }, 1), true);
    assert.deepEqual((await rooms.readRoom(cluster, 3)).room?.free, {});
  });

  test('room is claimed as long as there is as much, by several at once, and given back once', async () => {
    const cluster = ulid();
    const rooms = roomItems(rig().table);
    await rooms.saveRoom(cluster, { ...room, free: { a: 3, b: 1 } }, 0);
    const { room: read } = await rooms.readRoom(cluster, 0);
    assert.ok(read);
    const claim = (cpus: number, agent = 'a') => ({ agent, cpus, at: now });
    const asked = ['one', 'two', 'three'].map((jobId) =>
      rooms.claimRoom(cluster, jobId, { claim: claim(1.5), freed: null, read }),
    );
    assert.deepEqual((await Promise.all(asked)).toSorted(), [false, true, true]);
    const { room: full } = await rooms.readRoom(cluster, 0);
    assert.deepEqual([full?.free, full?.version], [{ a: 0, b: 1 }, 3]);
    const [jobId = ''] = Object.keys(full?.claims ?? {});
    assert.ok(full);
    const freed = claim(1.5);
    const moves = { claim: { ...claim(0.7, 'b'), at: now + 1 }, freed, read: full };
    assert.equal(await rooms.claimRoom(cluster, jobId, moves), true);
    assert.equal(await rooms.claimRoom(cluster, jobId, moves), false);
    const { room: moved } = await rooms.readRoom(cluster, 0);
    assert.deepEqual(moved?.free, { a: 1.5, b: 0.3 });
    assert.ok(moved);
    const release = { freed: moves.claim, read: moved };
    assert.equal(await rooms.releaseRoom(cluster, jobId, release), true);
    assert.equal(await rooms.releaseRoom(cluster, jobId, release), false);
    const { room: left } = await rooms.readRoom(cluster, 0);
    assert.deepEqual([left?.free, Object.keys(left?.claims ?? {}).length], [{ a: 1.5, b: 1 }, 1]);
  });

  test('a run keeps its agent with more or fewer cpus by one write, and a picture that was made anew is in its way', async () => {
    const cluster = ulid();
    const rooms = roomItems(rig().table);
    const claims = { job: { agent: 'a', cpus: 2, at: now } };
    await rooms.saveRoom(cluster, { ...room, free: { a: 1 }, claims }, 0);
    const { room: read } = await rooms.readRoom(cluster, 0);
    assert.ok(read);
    const claim = { agent: 'a', cpus: 3, at: now + 1 };
    const change = { claim, freed: claims.job, read };
    assert.equal(
      await rooms.claimRoom(cluster, 'job', { ...change, read: { ...read, seenAt: now - 1 } }),
      false,
    );
    assert.equal(await rooms.claimRoom(cluster, 'job', change), true);
    assert.deepEqual((await rooms.readRoom(cluster, 0)).room?.free, { a: 0 });
  });

  test('those that wait are read in their order, with the room, by one query of so many', async () => {
    const cluster = ulid();
    const rooms = roomItems(rig().table);
    const waiting = (jobId: string, isLast: boolean, deadlineAt: number) => ({
      jobId,
      isLast,
      deadlineAt,
      since: now,
      cpus: 2,
      choices: [1, 2],
      staleAt: now + 180_000,
    });
    const late = waiting('late', true, now - 5);
    const all = [late, waiting('loose', false, now + 900), waiting('tight', false, now + 5)];
    for (const each of all) await rooms.putWaiting(cluster, each);
    const idsIn = async (atMost: number) =>
      (await rooms.readRoom(cluster, atMost)).waiting.map(({ jobId }) => jobId);
    assert.deepEqual(await idsIn(4), ['tight', 'loose', 'late']);
    await rooms.saveRoom(cluster, room, 0);
    assert.deepEqual(await idsIn(2), ['tight', 'loose']);
    assert.deepEqual((await rooms.readRoom(cluster, 3)).waiting[2], late);
    for (const _ of [1, 2]) await rooms.removeWaiting(cluster, waiting('tight', false, now + 5));
    assert.deepEqual(await idsIn(4), ['loose', 'late']);
  });
}
