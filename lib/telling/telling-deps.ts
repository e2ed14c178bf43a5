import type { PostOutside } from '../http/post-outside.ts';
import type { Log, Now } from '../ports/environment.ts';
import type { Wake } from '../ports/schedules.ts';
import type { PutEvents, UntoldStore } from '../ports/telling.ts';

/** What telling needs of the world. */
export interface TellingDeps {
  store: UntoldStore;
  putEvents: PutEvents;
  /** For jobs that were called into room that there is. */
  wake: Wake;
  /** To the webhooks of jobs. */
  post: PostOutside;
  /** Name of this deployment: several may share a bus. */
  stack: string;
  log: Log;
  now: Now;
}
