import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChronosClient } from '../../lib/frameworks/chronos/client.ts';
import { type RunningChronos, startChronos } from '../../simulators/chronos/start-chronos.ts';
import { listen } from '../../simulators/http/listen.ts';
import { mesosCluster } from '../../simulators/mesos/cluster.ts';

/** What the simulated Chronos asks of its clients. */
export const login = { user: 'operator', password: 'right-password' };
const agents = [{ id: 'a', hostname: 'a.local', cpus: 4, mem: 1024, disk: 1024 }];

export interface ChronosForClients extends RunningChronos {
  /** Where reports are taken, and nothing is done with them. */
  reportUrl: string;
}

/** A Chronos with an agent of its own, which goes when it is closed. */
export async function startChronosForClients(version: '3.0.2' | '2.5.1'): Promise<ChronosForClients> {
  const directory = mkdtempSync(join(tmpdir(), 'pacer-chronos-client-'));
  const reply = '{"status":"recorded","next":"continue"}';
  const reports = await listen(createServer((_, response) => response.end(reply)));
  const cluster = mesosCluster({ agents, directory: join(directory, 'sandboxes') });
  const timing = { offerIntervalMs: 20, createDelayMs: 40, killGraceMs: 200 };
  const chronos = await startChronos({ cluster, version, directory, credentials: login, ...timing });
  return {
    ...chronos,
    reportUrl: reports.url,
    async close() {
      await chronos.close();
      await cluster.close();
      await reports.close();
      await rm(directory, { recursive: true });
    },
  };
}

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
