import type { AlarmFunction } from '../alarm-expression.ts';
import { type Statistic, statistic } from './statistic.ts';

/** For measurements that are dated ahead of the clock. */
const futureSlots = 2;

export interface WindowShape {
  of: AlarmFunction;
  /** Of one slot. */
  slotSeconds: number;
  /** How many slots count; two more are for what is dated ahead. */
  viewSlots: number;
  /** A second in the first slot after the view; rounded down to the minute. */
  viewEndsAt: number;
}

/** All times are whole seconds since 1970. */
export interface SlidingWindow {
  /** False when the time is outside of the window, and the value lost. `last` forgets nothing: its values all go into one slot. */
  add(value: number, second: number): boolean;
  /** From the oldest slot to the newest, null for the empty ones; the view alone, or with the slots for what is ahead. */
  view(): (number | null)[];
  whole(): (number | null)[];
  /** Whether the view is over, for `delay` seconds at least. */
  isOver(now: number, delay: number): boolean;
  /** Moves the view on to `now` when it is over, and empties each slot that it leaves behind for the future. */
  slide(now: number, delay: number): void;
}

/** The window of monasca-common's `SlidingWindowStats`: a ring of slots, in which time goes round. */
export function slidingWindow({ of, slotSeconds, viewSlots, viewEndsAt }: WindowShape): SlidingWindow {
  const ring: Statistic[] = Array.from({ length: viewSlots + futureSlots }, () => statistic(of));
  let begin = 0;
  let viewEnd = wholeMinute(viewEndsAt);
  const slot = (place: number) => ring[(begin + place) % ring.length];
  const values = (count: number) => Array.from({ length: count }, (_, place) => slot(place)?.value() ?? null);

  function slotFor(second: number): Statistic | undefined {
    // `last` has one place in the ring that does not go round with the others.
    if (of === 'last') return ring[0];
    const place = Math.floor((wholeMinute(second) - viewEnd) / slotSeconds) + viewSlots;
    return place >= 0 && place < ring.length ? slot(place) : undefined;
  }

  return {
    add: (value, second) => {
      const found = slotFor(second);
      found?.add(value, second);
      return found !== undefined;
    },
    view: () => values(viewSlots),
    whole: () => values(ring.length),
    isOver: (now, delay) => now > viewEnd + delay,
    slide: (now, delay) => {
      if (now <= viewEnd + delay) return;
      const passed = now - viewEnd;
      const steps = Math.floor(passed / slotSeconds) + (passed % slotSeconds > delay ? 1 : 0);
      for (let step = 0; step < steps; step++) {
        slot(0)?.reset();
        begin = (begin + 1) % ring.length;
      }
      viewEnd += steps * slotSeconds;
    },
  };
}

function wholeMinute(second: number): number {
  return Math.floor(second / 60) * 60;
}
