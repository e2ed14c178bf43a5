import type { AppState } from '../../ports/observation.ts';
import type { QueueItem } from './replies.ts';

type UnusedOffer = NonNullable<QueueItem['lastUnusedOffers']>[number];
interface Rejection {
  reason: string;
  declined: number;
}

/**
 * What a queued app finds in none of the offers; null when it waits for none: it is delayed after a crash, or launched, and then
 * listed until the first status of its task. Marathon keeps rejections as long as the app exists: only those since the app
 * was queued this time say something.
 */
export function wantOf(item: QueueItem): AppState['waitsFor'] {
  const { count, delay, since, processedOffersSummary, lastUnusedOffers } = item;
  const { lastUsedOfferAt, lastUnusedOfferAt } = processedOffersSummary ?? {};
  // Nothing is declined for an app that has found its offer.
  const isLaunched = isAfter(lastUsedOfferAt, since) && !isAfter(lastUnusedOfferAt, lastUsedOfferAt);
  if (!delay.overdue || count === 0 || isLaunched) return null;
  const offers = lastUnusedOffers?.filter(({ timestamp }) => isSince(timestamp, since));
  const summary = isSince(lastUnusedOfferAt, since) ? processedOffersSummary?.rejectSummaryLastOffers : [];
  const offered = (offers ?? []).map(cpusOf);
  const reasons = lastUnusedOffers?.length ? reasonsOf(offers ?? []) : null;
  return {
    reason: mainReason(reasons ?? summary ?? []),
    offeredCpus: offered.length > 0 ? Math.max(...offered) : null,
  };
}

/** Without a time on either side nothing says that it is older. */
function isSince(at: string | null | undefined, since: string | null | undefined): boolean {
  return !(Date.parse(at ?? '') < Date.parse(since ?? ''));
}

function isAfter(at: string | null | undefined, since: string | null | undefined): boolean {
  return Date.parse(at ?? '') > Date.parse(since ?? '');
}

/** Null when the offers do not say: the summary does, which counts old and new ones together. */
function reasonsOf(offers: UnusedOffer[]): Rejection[] | null {
  if (offers.some(({ reason }) => !reason)) return null;
  const reasons = offers.flatMap(({ reason }) => reason ?? []);
  return reasons.map((reason) => ({ reason, declined: reasons.filter((each) => each === reason).length }));
}

/** Offers are declined for the first thing that they lack: those that lack cpus had the role, and what the constraints want. */
function mainReason(rejections: Rejection[]): string | null {
  const none = { reason: '', declined: 0 };
  const cpus = rejections.find(({ reason, declined }) => reason === 'InsufficientCpus' && declined > 0);
  const most = cpus ?? rejections.reduce((a, b) => (b.declined > a.declined ? b : a), none);
  return most.reason || null;
}

function cpusOf({ offer }: UnusedOffer): number {
  return offer.resources.reduce((sum, { name, scalar }) => sum + (name === 'cpus' ? (scalar ?? 0) : 0), 0);
}
