import { type HttpReply, jsonReply } from '../http/message.ts';
import { MarathonError } from './api-error.ts';
import type { AppDefinition } from './app.ts';
import { canonicalId } from './app-id.ts';
import { definitionJson } from './app-json.ts';
import { isoTime } from './app-task.ts';
import { delayKey, launchAllowedAt } from './launch-delay.ts';
import { queuedCount } from './launch-queue.ts';
import type { Marathon, QueueItem } from './marathon.ts';
import { offerStats, summaryJson, unusedOffersJson } from './offer-stats.ts';
import type { MarathonRequest, MarathonRoute } from './route.ts';

/** What waits for its launch, and what was launched and has not been heard of. */
export const queueRoutes: readonly MarathonRoute[] = [
  { method: 'GET', path: '/v2/queue', handle: listQueue },
  { method: 'DELETE', path: '/v2/queue/{id+}/delay', handle: resetDelay },
];

function listQueue(marathon: Marathon, { query }: MarathonRequest): HttpReply {
  const showsOffers = query.getAll('embed').includes('lastUnusedOffers');
  const items = [...marathon.queue].flatMap(([appId, item]) => {
    const app = marathon.apps.get(appId);
    if (!app) return [];
    const stats = marathon.offers.get(appId) ?? offerStats();
    const offers = showsOffers ? { lastUnusedOffers: unusedOffersJson(stats) } : {};
    return [{ ...itemJson(marathon, app, item), processedOffersSummary: summaryJson(stats), ...offers }];
  });
  return jsonReply({ queue: items });
}

/** `overdue` says that it waits no longer for its delay: for an offer, or for the first sign of life of what was launched. */
function itemJson(marathon: Marathon, app: AppDefinition, { since }: QueueItem) {
  const leftMs = launchAllowedAt(marathon.delays.get(delayKey(app))) - marathon.clock.now();
  const timeLeftSeconds = Math.max(0, Math.floor(leftMs / 1000));
  return {
    count: queuedCount(marathon, app.id),
    delay: { timeLeftSeconds, overdue: leftMs <= 0 },
    since: isoTime(since),
    app: definitionJson(app),
  };
}

function resetDelay({ apps, queue, delays }: Marathon, { params }: MarathonRequest): HttpReply {
  const id = canonicalId(params.id ?? '');
  const app = apps.get(id);
  if (!app || !queue.has(id)) {
    throw new MarathonError(404, { message: `Application ${id} not found in tasks queue.` });
  }
  delays.delete(delayKey(app));
  return { status: 204 };
}
