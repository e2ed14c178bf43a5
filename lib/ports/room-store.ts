import type { Room } from '../room/room.ts';

/** What the jobs of a cluster know of its room. */
export interface RoomStore {
  /** Null as long as nobody has seen it. */
  readRoom(cluster: string): Promise<Room | null>;
  /** Claims to look at the room anew; false when somebody has done so since `notSince` (epoch milliseconds). */
  claimLook(cluster: string, notSince: number): Promise<boolean>;
  /** Writes a picture; false when something was claimed since `version`. */
  saveRoom(cluster: string, room: Omit<Room, 'version'>, version: number): Promise<boolean>;
}
