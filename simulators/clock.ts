/** Time as a simulator sees it, so that a test can move it by hand. */
export type Clock = {
  /** Milliseconds since 1970. */
  now(): number;
  /** Does something once, so many milliseconds from now; what is returned calls it off. */
  after(ms: number, action: () => void): () => void;
  /** Does something again and again; what is returned ends it. */
  every(ms: number, action: () => void): () => void;
};

/** The time of this machine. Nothing that is planned keeps the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, action) {
    const timer = setTimeout(action, ms).unref();
    return () => clearTimeout(timer);
  },
  every(ms, action) {
    const timer = setInterval(action, ms).unref();
    return () => clearInterval(timer);
  },
};
