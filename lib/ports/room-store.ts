import type { WaitingJob } from '../room/gate.ts';
import type { Claim, Room } from '../room/room.ts';

/** The place of a waiting job in the order. */
export type Place = Pick<WaitingJob, 'jobId' | 'isLast' | 'deadlineAt'>;

/** What the jobs of a cluster know of its room, and of each other. */
export interface RoomStore {
  /** The room, null as long as nobody has seen it, and the first so many that wait for it. One read, whatever waits. */
  readRoom(cluster: string, waitingAtMost: number): Promise<{ room: Room | null; waiting: WaitingJob[] }>;
  /** Claims to look at the room anew; false when somebody has done so since `notSince` (epoch milliseconds). */
  claimLook(cluster: string, notSince: number): Promise<boolean>;
  /** Writes a picture; false when something was claimed since `version`. */
  saveRoom(cluster: string, room: Omit<Room, 'version'>, version: number): Promise<boolean>;
  /** Claims room for a run, and gives back what was freed; false when the room, or what the job has of it, is not as it was read. */
  claimRoom(
    cluster: string,
    jobId: string,
    change: { claim: Claim; freed: Claim | null; read: Room },
  ): Promise<boolean>;
  /** Gives back what was freed; false when that was done before. */
  releaseRoom(cluster: string, jobId: string, change: { freed: Claim; read: Room }): Promise<boolean>;
  putWaiting(cluster: string, waiting: WaitingJob): Promise<void>;
  /** Also right when it does not wait there. */
  removeWaiting(cluster: string, place: Place): Promise<void>;
  /** Has the job evaluated soon, somewhere else. */
  callUp(jobId: string): Promise<void>;
}
