import type { HttpRequest } from '../../../lib/http/http.ts';
import type { Run } from '../ledger.ts';
import type { Invocation, Outcome } from '../pacer/lambda.ts';
import type { World, Written } from '../world.ts';

/** What is looked at, and when. */
export interface Moments {
  onRun: Run;
  onWrite: Written;
  onRequest: HttpRequest;
  onLog: string;
  onOver: { invocation: Invocation; outcome: Outcome<unknown> };
  /** The weather has been clear for so long that everything must be over. */
  atEnd: null;
}

/** Something that must always be so: each look gives what is wrong, or null. */
export type Invariant = { name: string; says: string } & {
  [Moment in keyof Moments]?: (world: World, about: Moments[Moment]) => string | null;
};
