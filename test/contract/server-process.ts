import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Listening } from '../../simulators/http/listen.ts';

const startMs = 60_000;
const lookEveryMs = 100;

/** A process that serves HTTP, once it gives any answer; throws when it ends before, or gives none for a minute. */
export async function answersWithin(server: ChildProcess, url: string): Promise<Listening> {
  const ended = new Promise<void>((resolve) => {
    server.once('close', () => resolve());
    server.once('error', () => resolve());
  });
  const close = async () => {
    server.kill();
    await ended;
  };
  for (const giveUpAt = Date.now() + startMs; Date.now() < giveUpAt; await delay(lookEveryMs)) {
    if (server.exitCode !== null) throw new Error(`The server at ${url} ended with ${server.exitCode}.`);
    if (await fetch(url).catch(() => undefined)) return { url, close };
  }
  await close();
  throw new Error(`Nothing answers at ${url}.`);
}
