import { createHmac } from 'node:crypto';
import type { OutsidePost } from '../http/post-outside.ts';
import type { BusEvent, Delivery } from '../ports/telling.ts';

/** The last is about nine hours after the first. */
export const mostTries = 10;
const firstPauseMs = 60_000;

/** An event as a webhook gets it, in the shape of EventBridge, signed with the key that the launch gave. `now` is epoch milliseconds. */
export function webhookPost(
  { source, detailType, time, detail }: BusEvent,
  key: string,
  now: number,
): OutsidePost {
  const body = JSON.stringify({
    source,
    'detail-type': detailType,
    time: new Date(time).toISOString(),
    detail,
  });
  const timestamp = String(Math.floor(now / 1000));
  const signature = createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex');
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'pacer',
      'pacer-event-id': String(detail.id),
      'pacer-timestamp': timestamp,
      'pacer-signature': `v1=${signature}`,
    },
  };
}

/** What is left to do after a try that failed at `now`; null when it was the last. The pauses double. */
export function afterFailedTry({ tries: before }: Delivery, now: number): Delivery | null {
  const tries = before + 1;
  if (tries >= mostTries) return null;
  return { isOnBus: true, tries, nextTryAt: now + firstPauseMs * 2 ** before };
}
