import type { HttpRequest } from '../../../lib/http/http.ts';
import type { Run } from '../ledger.ts';
import type { Invocation, Outcome } from '../pacer/lambda.ts';
import type { World, Written } from '../world.ts';
import { left } from './left.ts';
import { outside } from './outside.ts';
import { runs } from './runs.ts';
import { states } from './states.ts';

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

/** All of them; section 7 of the design says why. */
export const invariants: Invariant[] = [...runs, ...states, ...outside, ...left];

export type Check = <Moment extends keyof Moments>(moment: Moment, about: Moments[Moment]) => void;

const checksAt = <Moment extends keyof Moments>(moment: Moment) => {
  type Look = (world: World, about: Moments[Moment]) => string | null;
  const looks = invariants.flatMap(({ name, [moment]: look }) =>
    look ? [{ name, look: look as Look }] : [],
  );
  return (world: World, about: Moments[Moment]): void => {
    for (const { name, look } of looks) {
      const wrong = look(world, about);
      if (wrong) world.ledger.breaks(name, wrong);
    }
  };
};

export const checks = {
  onRun: checksAt('onRun'),
  onWrite: checksAt('onWrite'),
  onRequest: checksAt('onRequest'),
  onLog: checksAt('onLog'),
  onOver: checksAt('onOver'),
  atEnd: checksAt('atEnd'),
};
