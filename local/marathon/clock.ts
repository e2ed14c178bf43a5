/** The time that a Marathon lives in, so that a test can have its own. */
export type Clock = {
  /** Ms since 1970. */
  now(): number;
  /** Does something once, this many ms from now. */
  after(ms: number, action: () => void): void;
  every(ms: number, action: () => void): void;
  /** Nothing that was to be done later is done any more. */
  stop(): void;
};

export function systemClock(): Clock {
  const timers = new Set<NodeJS.Timeout>();
  return {
    now: Date.now,
    after(ms, action) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        action();
      }, ms);
      timer.unref();
      timers.add(timer);
    },
    every(ms, action) {
      timers.add(setInterval(action, ms));
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
