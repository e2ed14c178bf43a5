import type { Clock } from './clock.ts';

type Due = { at: number; everyMs?: number; action: () => void };

/** A clock that stands still until a test moves it. */
export type TestClock = Clock & {
  /** Lets time pass, with all that is due in it, in its order. */
  advance(ms: number): void;
};

export function testClock(): TestClock {
  let now = Date.now();
  let due: Due[] = [];
  return {
    now: () => now,
    after: (ms, action) => void due.push({ at: now + ms, action }),
    every: (ms, action) => void due.push({ at: now + ms, everyMs: ms, action }),
    stop() {
      due = [];
    },
    advance(ms) {
      const end = now + ms;
      for (let next = first(due, end); next; next = first(due, end)) {
        now = next.at;
        if (next.everyMs === undefined) due.splice(due.indexOf(next), 1);
        else next.at += next.everyMs;
        next.action();
      }
      now = end;
    },
  };
}

const first = (due: readonly Due[], end: number): Due | undefined =>
  due.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
