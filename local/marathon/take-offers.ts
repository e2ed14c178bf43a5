import type { AppDefinition } from './app.ts';
import { delayKey, launchAllowedAt } from './launch-delay.ts';
import { launchTask } from './launch-task.ts';
import type { Marathon, QueueItem } from './marathon.ts';
import { countUnused, countUsed, rejectReason } from './offer-stats.ts';

/** Mesos makes no offer of less than this. */
const smallestOffer = { cpus: 0.01, mem: 32 };

/** One round of resource offers: launches what is queued, not delayed, and fits an agent. */
export function takeOffers(marathon: Marathon, now: number): void {
  for (const [appId, item] of [...marathon.queue]) {
    const app = marathon.apps.get(appId);
    if (!app || launchAllowedAt(marathon.delays.get(delayKey(app))) > now) continue;
    const waiting = item.slots.length;
    while (launchNext(marathon, app, { item, now }));
    if (item.slots.length === 0) marathon.queue.delete(appId);
    if (item.slots.length < waiting) marathon.persist();
  }
}

function launchNext(
  marathon: Marathon,
  app: AppDefinition,
  { item, now }: { item: QueueItem; now: number },
): boolean {
  const [slot] = item.slots;
  if (!slot) return false;
  const offers = marathon.cluster.offers().filter(isMade);
  const fitting = offers.findIndex((offer) => rejectReason(app, offer) === undefined);
  for (const offer of fitting < 0 ? offers : offers.slice(0, fitting)) {
    const reason = rejectReason(app, offer);
    if (reason) countUnused(item.offers, { offer, reason, at: now });
  }
  const offer = offers[fitting];
  if (!offer || !launchTask(marathon, app, { slot, offer })) return false;
  countUsed(item.offers, offer, now);
  item.slots.shift();
  return true;
}

const isMade = ({ cpus, mem }: { cpus: number; mem: number }): boolean =>
  cpus >= smallestOffer.cpus || mem >= smallestOffer.mem;
