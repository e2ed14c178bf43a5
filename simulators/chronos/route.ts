import type { HttpReply, ReceivedRequest } from '../http/message.ts';
import type { HttpRoute } from '../http/route.ts';
import type { Chronos } from './chronos.ts';
import type { ChronosVersion } from './dialect.ts';
import type { Consumed, Produced } from './media-type.ts';

/** What of a request Chronos looks at. */
export type ChronosCall = Pick<ReceivedRequest, 'method' | 'path' | 'query' | 'headers' | 'body'>;

export type ChronosRequest = ChronosCall & { params: Readonly<Record<string, string>> };

/** Its path is that below the prefix of the version. */
export type ChronosRoute = HttpRoute & {
  /** The versions that have it; all, if not given. */
  only?: ChronosVersion;
  /** What type the body must have; any, if not given. */
  consumes?: Consumed;
  /** JSON, if not given. */
  produces?: Produced;
  handle(chronos: Chronos, request: ChronosRequest): HttpReply;
};
