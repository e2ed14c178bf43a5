/** CPU seconds that may still be used. Below zero is a debt: time that was used before it was earned. */
export type TokenBucket = {
  readonly tokens: number;
  /** Earns `cpus` for each second that passed and pays for what was used; returns the tokens left. */
  settle(passed: { elapsedSeconds: number; usedSeconds: number }): number;
};

/** A full bucket that earns `cpus` tokens a second and holds at most `capacity` of them. */
export function tokenBucket(cpus: number, capacity: number): TokenBucket {
  let tokens = capacity;
  return {
    get tokens() {
      return tokens;
    },
    settle({ elapsedSeconds, usedSeconds }) {
      tokens = Math.min(capacity, tokens + cpus * elapsedSeconds - usedSeconds);
      return tokens;
    },
  };
}
