import { randomUUID } from 'node:crypto';
import type { Offer } from '../mesos/task.ts';
import type { AppDefinition } from './app.ts';

/** The ports that every agent has to give. */
export const agentPorts = { begin: 31_000, end: 32_000 };

/** Why an offer is not used; those that never come up here are shown all the same, in this order. */
const reasons = [
  'UnfulfilledRole',
  'UnfulfilledConstraint',
  'NoCorrespondingReservationFound',
  'AgentMaintenance',
  'InsufficientCpus',
  'InsufficientMemory',
  'InsufficientDisk',
  'InsufficientGpus',
  'InsufficientPorts',
  'DeclinedScarceResources',
] as const;

export type RejectReason = (typeof reasons)[number];

type UnusedOffer = { id: string; offer: Offer; reason: RejectReason; at: number };

/** What the apps of an id have seen of offers: it is added up for ever. Times are in ms since 1970. */
export type OfferStats = {
  processed: number;
  unused: number;
  lastUsedAt?: number;
  lastUnusedAt?: number;
  /** How often each reason stood against a launch. */
  readonly declined: Map<RejectReason, number>;
  /** The last offer of each agent that was not used; one that is used later does not take its place. */
  readonly lastUnused: Map<string, UnusedOffer>;
};

export const offerStats = (): OfferStats => ({
  processed: 0,
  unused: 0,
  declined: new Map(),
  lastUnused: new Map(),
});

/** Why an app does not fit an offer: the first of what is missing; undefined if it fits. */
export function rejectReason(app: AppDefinition, offer: Offer): RejectReason | undefined {
  if (app.cpus > offer.cpus) return 'InsufficientCpus';
  if (app.mem > offer.mem) return 'InsufficientMemory';
  if (app.disk > offer.disk) return 'InsufficientDisk';
  return app.gpus > 0 ? 'InsufficientGpus' : undefined;
}

export function countUnused(stats: OfferStats, unused: Omit<UnusedOffer, 'id'>): void {
  stats.processed += 1;
  stats.unused += 1;
  stats.lastUnusedAt = unused.at;
  stats.declined.set(unused.reason, (stats.declined.get(unused.reason) ?? 0) + 1);
  stats.lastUnused.set(unused.offer.agentId, { ...unused, id: randomUUID() });
}

export function countUsed(stats: OfferStats, now: number): void {
  stats.processed += 1;
  stats.lastUsedAt = now;
}

/** A funnel: every reason is shown with the offers that came as far as it. */
function funnel(declined: ReadonlyMap<RejectReason, number>, processed: number) {
  let left = processed;
  return reasons.map((reason) => {
    const step = { reason, declined: declined.get(reason) ?? 0, processed: left };
    left -= step.declined;
    return step;
  });
}

function lastRejections({ lastUnused }: OfferStats): Map<RejectReason, number> {
  const byReason = Map.groupBy(lastUnused.values(), ({ reason }) => reason);
  return new Map([...byReason].map(([reason, offers]) => [reason, offers.length]));
}

const time = (key: string, at: number | undefined) =>
  at === undefined ? {} : { [key]: new Date(at).toISOString() };

export function summaryJson(stats: OfferStats) {
  return {
    processedOffersCount: stats.processed,
    unusedOffersCount: stats.unused,
    ...time('lastUnusedOfferAt', stats.lastUnusedAt),
    ...time('lastUsedOfferAt', stats.lastUsedAt),
    rejectSummaryLastOffers: funnel(lastRejections(stats), stats.lastUnused.size),
    rejectSummaryLaunchAttempt: funnel(stats.declined, stats.processed),
  };
}

export const unusedOffersJson = ({ lastUnused }: OfferStats) =>
  [...lastUnused.values()].map(({ id, offer, reason, at }) => ({
    offer: {
      id,
      agentId: offer.agentId,
      hostname: offer.hostname,
      resources: [
        ...(['cpus', 'mem', 'disk'] as const).map((name) => ({ name, role: '*', scalar: offer[name] })),
        { name: 'ports', role: '*', ranges: [agentPorts] },
      ],
      attributes: [],
    },
    reason: [reason],
    timestamp: new Date(at).toISOString(),
  }));
