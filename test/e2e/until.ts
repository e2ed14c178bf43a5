import { setTimeout as sleep } from 'node:timers/promises';

/** Each look is work for the stack that is looked at, which shares this machine: who waits long looks less often. */
const shortestPauseMs = 100;
const longestPauseMs = 1_000;
const growth = 1.1;

/** What `look` gives once it is something; throws what `missing` says when it stays undefined for so long. */
export async function until<Found>(
  look: () => Promise<Found | undefined> | Found | undefined,
  { timeoutMs = 180_000, missing }: { timeoutMs?: number; missing: () => string },
): Promise<Found> {
  const giveUpAt = Date.now() + timeoutMs;
  for (let pauseMs = shortestPauseMs; ; pauseMs = Math.min(pauseMs * growth, longestPauseMs)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > giveUpAt) throw new Error(missing());
    await sleep(pauseMs);
  }
}
