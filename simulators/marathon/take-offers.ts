import type { Offer } from '../mesos/task.ts';
import type { AppDefinition } from './app.ts';
import { delayKey, launchAllowedAt } from './launch-delay.ts';
import { launchTask } from './launch-task.ts';
import type { Marathon } from './marathon.ts';
import { countUnused, countUsed, type OfferStats, offerStats, rejectReason } from './offer-stats.ts';
import { type Slot, taskIdOf } from './task-id.ts';

/** Mesos makes no offer of less than this. */
const smallestOffer = { cpus: 0.01, mem: 32 };

type Waiting = { app: AppDefinition; slots: Slot[] };

/** One round of resource offers, if they come: launches what is queued, not delayed, and fits an agent. */
export function takeOffers(marathon: Marathon, now: number): void {
  const waiting = waitingFor(marathon, now);
  const wishes = waiting.flatMap(({ slots }) => slots.map(taskIdOf));
  const { flows, revives } = marathon.reviving.update(wishes, now);
  if (revives) marathon.filter.revive();
  const asking = waiting.filter(({ slots }) => hasLongWaited(marathon, slots[0], now));
  if (!flows || asking.length === 0) return;
  const made = offersMade(marathon, now);
  for (const { app, slots } of asking) {
    const before = slots.length;
    const stats = statsOf(marathon, app.id);
    while (launchNext(marathon, app, { slots, stats, now }));
    if (slots.length < before) marathon.persist();
  }
  // What would be declined for two minutes now was not seen by a wish whose offers are still on their way.
  if (waiting.some(({ slots }) => slots.some((slot) => !hasLongWaited(marathon, slot, now)))) return;
  const left = marathon.cluster.offers();
  marathon.filter.decline(
    left.filter(({ agentId }) => made.some((offer) => offer.agentId === agentId)),
    now,
  );
}

function waitingFor(marathon: Marathon, now: number): Waiting[] {
  return [...marathon.queue].flatMap(([appId, { slots }]) => {
    const app = marathon.apps.get(appId);
    const isDue = app && launchAllowedAt(marathon.delays.get(delayKey(app))) <= now;
    return isDue && slots.length > 0 ? [{ app, slots }] : [];
  });
}

/** What the agents that can be reached offer, and Mesos does not hold back. */
const offersMade = ({ cluster, trouble, filter }: Marathon, now: number): Offer[] =>
  cluster
    .offers()
    .filter(({ cpus, mem }) => cpus >= smallestOffer.cpus || mem >= smallestOffer.mem)
    .filter((offer) => !trouble.partitioned.has(offer.agentId) && filter.isOffered(offer, now));

function statsOf({ offers }: Marathon, appId: string): OfferStats {
  const stats = offers.get(appId) ?? offerStats();
  offers.set(appId, stats);
  return stats;
}

type Round = { slots: Slot[]; stats: OfferStats; now: number };

/** An offer that was on its way when the wish came up is none for it. */
const hasLongWaited = ({ timing }: Marathon, slot: Slot | undefined, now: number): boolean =>
  slot !== undefined && now - slot.queuedAt >= timing.offerLatencyMs;

function launchNext(marathon: Marathon, app: AppDefinition, { slots, stats, now }: Round): boolean {
  const [slot] = slots;
  if (!slot || !hasLongWaited(marathon, slot, now)) return false;
  const offers = offersMade(marathon, now);
  const fitting = offers.findIndex((offer) => rejectReason(app, offer) === undefined);
  for (const offer of fitting < 0 ? offers : offers.slice(0, fitting)) {
    const reason = rejectReason(app, offer);
    if (reason) countUnused(stats, { offer, reason, at: now });
  }
  const offer = offers[fitting];
  if (!offer || !launchTask(marathon, app, { slot, offer })) return false;
  countUsed(stats, now);
  slots.shift();
  return true;
}
