import type { World } from '../world.ts';
import { events } from './events.ts';
import type { Invariant, Moments } from './invariant.ts';
import { left } from './left.ts';
import { outside } from './outside.ts';
import { rooms } from './rooms.ts';
import { runs } from './runs.ts';
import { states } from './states.ts';

/** All of them; section 7 of the design says why. */
export const invariants: Invariant[] = [...runs, ...states, ...outside, ...rooms, ...events, ...left];

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
