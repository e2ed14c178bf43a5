import { setTimeout as delay } from 'node:timers/promises';

/** Waits until the URL answers with the status; false if it does not in some 20 s. */
export async function answers(url: string, status = 200): Promise<boolean> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const reply = await fetch(url).catch(() => undefined);
    await reply?.body?.cancel();
    if (reply?.status === status) return true;
    await delay(100);
  }
  return false;
}
