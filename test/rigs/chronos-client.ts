import { setTimeout as sleep } from 'node:timers/promises';
import type { ChronosClient } from '../../lib/frameworks/chronos/client.ts';

/** What the job is doing at this moment, or why that cannot be told. */
export async function stateOf(client: ChronosClient, name: string) {
  const states = await client.runStates(Date.now());
  return states.problem ?? states.of(name);
}

/** A job as Chronos is sent it, which never starts by itself. */
export function native(name: string, more: Record<string, unknown> = {}) {
  return {
    name,
    command: 'sleep 30',
    owner: '',
    schedule: 'R/2099-01-01T00:00:00Z/PT24H',
    retries: 0,
    cpus: 0.5,
    async: false,
    ...more,
  };
}

/** What is seen when it is as wanted, or at last. */
export async function soon<Seen>(look: () => Promise<Seen>, wanted: (seen: Seen) => boolean): Promise<Seen> {
  for (let tries = 0; ; tries++) {
    const seen = await look();
    if (wanted(seen) || tries > 100) return seen;
    await sleep(20);
  }
}
