import type { Clock } from '../clock.ts';

/** A clock whose plans end all at once, with the server that made them. */
export type StoppableClock = Pick<Clock, 'now'> & {
  /** Does something once, this many ms from now. */
  after(ms: number, action: () => void): void;
  every(ms: number, action: () => void): void;
  /** Nothing that was to be done later is done any more. */
  stop(): void;
};

export function stoppableClock(clock: Clock): StoppableClock {
  const calledOff = new Set<() => void>();
  return {
    now: clock.now,
    after(ms, action) {
      const callOff = clock.after(ms, () => {
        calledOff.delete(callOff);
        action();
      });
      calledOff.add(callOff);
    },
    every: (ms, action) => void calledOff.add(clock.every(ms, action)),
    stop() {
      for (const callOff of calledOff) callOff();
      calledOff.clear();
    },
  };
}
