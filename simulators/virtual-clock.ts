import type { Clock } from './clock.ts';

/** A clock that stands still until it is moved. */
export type VirtualClock = Clock & {
  /** Moves on by so many milliseconds; what is due by then happens in its order, each thing at its own time. */
  advance(ms: number): void;
};

type Planned = { at: number; action: () => void };

/** `startAt` is in ms since 1970. */
export function virtualClock(startAt: number): VirtualClock {
  let now = startAt;
  const planned = new Set<Planned>();
  const plan = (at: number, action: () => void): (() => void) => {
    const entry = { at, action };
    planned.add(entry);
    return () => void planned.delete(entry);
  };
  const every = (ms: number, action: () => void): (() => void) => {
    let callOff = () => {};
    const again = (at: number) => {
      callOff = plan(at, () => {
        again(at + ms);
        action();
      });
    };
    again(now + ms);
    return () => callOff();
  };
  return {
    now: () => now,
    after: (ms, action) => plan(now + ms, action),
    every,
    advance(ms) {
      const end = now + ms;
      for (let next = earliest(planned, end); next; next = earliest(planned, end)) {
        planned.delete(next);
        now = next.at;
        next.action();
      }
      now = end;
    },
  };
}

/** The first thing that is due by then; of two at the same moment, the one that was planned first. */
function earliest(planned: ReadonlySet<Planned>, by: number): Planned | undefined {
  let first: Planned | undefined;
  for (const entry of planned) if (entry.at <= by && entry.at < (first?.at ?? Infinity)) first = entry;
  return first;
}
