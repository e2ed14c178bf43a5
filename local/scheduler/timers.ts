const longestTimerMs = 2 ** 31 - 1;

/** Timers that go off at an instant, however far away: one by key. */
export interface Timers {
  /** Replaces the timer of that key; `at` is in epoch milliseconds. */
  set(key: string, at: number, act: () => void): void;
  cancel(key: string): void;
  cancelAll(): void;
}

export function instantTimers(): Timers {
  const timers = new Map<string, NodeJS.Timeout>();

  function cancel(key: string): void {
    clearTimeout(timers.get(key));
    timers.delete(key);
  }

  function set(key: string, at: number, act: () => void): void {
    cancel(key);
    const waitMs = Math.min(Math.max(0, at - Date.now()), longestTimerMs);
    // Node's timers are limited to 25 days, and may go off a millisecond early.
    const wake = () => (Date.now() < at ? set(key, at, act) : act());
    timers.set(key, setTimeout(wake, waitMs));
  }

  return {
    set,
    cancel,
    cancelAll: () => [...timers.keys()].forEach(cancel),
  };
}
