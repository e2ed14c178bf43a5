import type { PointKey, Untold } from '../ports/telling.ts';
import { callWebhook } from './call-webhook.ts';
import { eventsOf } from './events-of.ts';
import type { TellingDeps } from './telling-deps.ts';

/** Something could not be told; the log tells what. It stays in the outbox. */
class NotToldError extends Error {
  override readonly name = 'NotToldError';
}

const atOnce = 8;

/** When no other call begins, epoch milliseconds: the next minute goes on. */
export interface TellingLimits {
  busUntil: number;
  webhooksUntil: number;
}

/**
 * Tells of points, each as far as it has not been told: first the bus of all, then the webhooks. Throws NotToldError, once all were
 * tried, if some could not be. What is told and then not marked, because the function dies between the two, is told once more with the
 * same words.
 */
export async function tellPoints(
  deps: TellingDeps,
  keys: readonly PointKey[],
  { busUntil, webhooksUntil }: TellingLimits,
): Promise<void> {
  const failed = { count: 0 };
  const waiting: { key: PointKey; untold: Untold }[] = [];
  const tried = (key: PointKey, act: () => Promise<void>) =>
    act().catch((error: Error) => {
      failed.count++;
      deps.log.error('not told; tried again later', { ...key, problem: error.message });
    });
  await someAtOnce(keys, (key) =>
    tried(key, async () => {
      if (deps.now() >= busUntil) throw new Error('The calls before it took all the time.');
      const untold = await tellBus(deps, key);
      if (untold) waiting.push({ key, untold });
    }),
  );
  await someAtOnce(waiting, async ({ key, untold }) => {
    if (deps.now() < webhooksUntil) await tried(key, () => callWebhook(deps, key, untold));
  });
  if (failed.count > 0)
    throw new NotToldError(`Points that could not be told: ${failed.count} of ${keys.length}.`);
}

async function someAtOnce<Item>(items: readonly Item[], act: (item: Item) => Promise<void>): Promise<void> {
  for (let i = 0; i < items.length; i += atOnce) await Promise.all(items.slice(i, i + atOnce).map(act));
}

/** Resolves to what the webhook of the job is still to be told. */
async function tellBus({ store, putEvents, stack }: TellingDeps, key: PointKey): Promise<Untold | null> {
  const untold = await store.loadUntold(key);
  if (!untold) return null;
  const { spec, delivery } = untold;
  if (!delivery.isOnBus) await putEvents(eventsOf(untold, stack));
  if (spec.webhook === null) {
    await store.markTold(key);
    return null;
  }
  if (!delivery.isOnBus) await store.postpone(key, { ...delivery, isOnBus: true });
  return { ...untold, delivery: { ...delivery, isOnBus: true } };
}
