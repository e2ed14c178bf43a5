import type { Law } from '../control/law.ts';
import type { LawName } from '../job/job.ts';
import type { AgentsOf } from '../ports/agents.ts';
import type { Log, Now } from '../ports/environment.ts';
import type { FrameworkOf } from '../ports/framework.ts';
import type { JobStore } from '../ports/job-store.ts';
import type { Monitoring } from '../ports/monitoring.ts';
import type { RoomStore } from '../ports/room-store.ts';
import type { Schedules } from '../ports/schedules.ts';

/** What it takes to hold runs where the room of a cluster is known. */
export interface GateDeps {
  rooms: RoomStore;
  agentsOf: AgentsOf;
  /** Who waits and has not been looked at for so long is not there any more: some ticks. */
  staleAfterMs: number;
}

/** What an evaluation needs of the world. */
export interface EvaluateDeps {
  store: JobStore;
  frameworkOf: FrameworkOf;
  schedules: Schedules;
  laws: Record<LawName, Law>;
  /** What one evaluation tells and asks there is over at `until` (epoch milliseconds), done or not. */
  monitoring: (until: number) => Monitoring;
  log: Log;
  /** A name for one evaluation, which no other has. */
  newHolder: () => string;
  now: Now;
  gate?: GateDeps;
  sleep: (milliseconds: number) => Promise<void>;
}
