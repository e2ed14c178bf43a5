/** What was done about offers: whether they come, and whether those that were declined come again. */
type Flow = { flows: boolean; revives: boolean };

/**
 * Whether Mesos makes offers to Marathon. Once nothing waits, offers are suppressed, and asked for again when something does;
 * of these calls one is sent in a slot of `intervalMs`. A wish for offers is worth three calls, since one may get lost, so
 * that the suppression comes in the fourth slot after the last wish. With an interval of 0 offers are never suppressed.
 */
export type ReviveSlots = {
  /** Looks at what waits now, by names that no two wishes share. */
  update(wishes: readonly string[], now: number): Flow;
};

const callsForAWish = 3;

export function reviveSlots(intervalMs: number): ReviveSlots {
  let known = new Set<string>();
  let callsLeft = 0;
  let lastCallAt = Number.NEGATIVE_INFINITY;
  let flows = intervalMs <= 0;
  return {
    update(wishes, now) {
      if (wishes.some((wish) => !known.has(wish))) callsLeft = callsForAWish;
      known = new Set(wishes);
      if (now - lastCallAt < intervalMs) return { flows, revives: false };
      const revives = callsLeft > 0;
      const suppresses = !revives && flows && wishes.length === 0 && intervalMs > 0;
      if (revives) callsLeft -= 1;
      if (revives || suppresses) {
        lastCallAt = now;
        flows = revives;
      }
      return { flows, revives };
    },
  };
}
