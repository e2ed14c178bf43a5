import { setTimeout as sleep } from 'node:timers/promises';

const everyMs = 100;

/** What `look` gives once it is something; throws what `missing` says when it stays undefined for so long. */
export async function until<Found>(
  look: () => Promise<Found | undefined> | Found | undefined,
  { timeoutMs = 180_000, missing }: { timeoutMs?: number; missing: () => string },
): Promise<Found> {
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > giveUpAt) throw new Error(missing());
    await sleep(everyMs);
  }
}
