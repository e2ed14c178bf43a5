import type { AgentRoom } from '../room/room.ts';

/** What tells of the agents of a cluster. */
export interface Agents {
  /** Whether the operator states them; then nobody tells what others use of them. */
  isStated: boolean;
  /** Asks what each agent has, and has left. Throws when nobody answers. */
  look(): Promise<AgentRoom[]>;
}

/** The agents of a cluster; null where nothing tells of them: then its jobs do not know its room. */
export type AgentsOf = (cluster: string) => Promise<Agents | null>;
