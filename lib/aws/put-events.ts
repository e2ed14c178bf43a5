import * as z from 'zod/mini';
import type { BusEvent, PutEvents } from '../ports/telling.ts';
import { signedPosts } from './signed-posts.ts';

export interface BusSettings {
  EVENTS_ENDPOINT: string;
  /** As for the SDK, the bus is there if it is given and not empty, or else where all services are. */
  AWS_ENDPOINT_URL_EVENTBRIDGE?: string | undefined;
  AWS_ENDPOINT_URL?: string | undefined;
  AWS_REGION: string;
}

const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' };
const answer = z.object({
  Entries: z.array(z.object({ ErrorCode: z.optional(z.string()), ErrorMessage: z.optional(z.string()) })),
});

/** The default bus of EventBridge. It may take some events of a call and refuse others, with 200: then this throws. */
export function defaultBus({ AWS_REGION: region, ...where }: BusSettings): PutEvents {
  const endpoint = where.AWS_ENDPOINT_URL_EVENTBRIDGE || where.AWS_ENDPOINT_URL || where.EVENTS_ENDPOINT;
  const post = signedPosts({ service: 'events', endpoint, region });
  return async (events) => {
    const { status, text } = await post({ path: '/', headers, body: { Entries: events.map(entryOf) } });
    if (status !== 200) throw new Error(`PutEvents: ${status} ${text.slice(0, 200)}`);
    const { Entries } = answer.parse(JSON.parse(text));
    const refused = Entries.find(({ ErrorCode }) => ErrorCode !== undefined);
    if (refused) throw new Error(`PutEvents: ${refused.ErrorCode} ${refused.ErrorMessage ?? ''}`.trim());
  };
}

/** `Time` is in seconds, as this protocol has it. */
function entryOf({ source, detailType, time, detail }: BusEvent) {
  return { Source: source, DetailType: detailType, Time: time / 1000, Detail: JSON.stringify(detail) };
}
