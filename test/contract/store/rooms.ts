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
}
