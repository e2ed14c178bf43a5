import type { Server } from '../pacer/http.ts';
import type { Container } from './container.ts';

/** A framework as the world sees it. */
export interface FrameworkServer {
  answer: Server;
  /** What really runs. */
  tasks(): Container[];
  /** The ids of Pacer's jobs that the framework holds. */
  jobIds(): string[];
  /** Another server takes over: without what came within the last milliseconds, or with what was deleted in them. */
  failOver(how: { forgetsMs: number; revivesMs: number }): void;
  /** Somebody deletes the job of the simulation. */
  deleteByHand(): void;
  /** The agents of all tasks cannot be reached for so long. */
  cutOff?(forMs: number): void;
}
