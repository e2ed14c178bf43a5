import type { HttpReply, ReceivedRequest } from '../http/message.ts';
import type { HttpRoute } from '../http/route.ts';
import type { Marathon } from './marathon.ts';

export type MarathonRequest = Omit<ReceivedRequest, 'body'> & {
  params: Readonly<Record<string, string>>;
  body: string;
  /** What the client accepts; everything if it does not say. */
  accept: string;
  /** That type of the route's which the client likes best. */
  type: string;
};

/** In its path, `{id+}` is that of an app or a group. */
export type MarathonRoute = HttpRoute & {
  /** The types of its replies, if it is not JSON only; with `any` it answers whatever is accepted. */
  produces?: readonly string[] | 'any';
  handle(marathon: Marathon, request: MarathonRequest): HttpReply;
};

/** A switch in a query: on if it says true, off if it says anything else. */
export const isOn = (query: URLSearchParams, name: string, byDefault = false): boolean => {
  const value = query.get(name);
  return value === null ? byDefault : /^true$/i.test(value);
};
