import type { Offer } from '../mesos/task.ts';

/** For so long Mesos does not offer again what was declined. */
const declinedForMs = 120_000;

/** What Mesos holds back: an agent whose offer was declined is offered again when it has more, or when offers are revived. */
export type OfferFilter = {
  isOffered(offer: Offer, now: number): boolean;
  /** Nobody wanted what is left of these offers. */
  decline(offers: readonly Offer[], now: number): void;
  revive(): void;
};

export function offerFilter(): OfferFilter {
  const declined = new Map<string, { offer: Offer; until: number }>();
  return {
    isOffered(offer, now) {
      const last = declined.get(offer.agentId);
      return last === undefined || now >= last.until || hasMore(offer, last.offer);
    },
    decline(offers, now) {
      for (const offer of offers) declined.set(offer.agentId, { offer, until: now + declinedForMs });
    },
    revive: () => declined.clear(),
  };
}

const hasMore = (offer: Offer, before: Offer): boolean =>
  offer.cpus > before.cpus || offer.mem > before.mem || offer.disk > before.disk;
