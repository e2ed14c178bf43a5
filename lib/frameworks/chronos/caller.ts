import type { HttpResponse } from '../../http/http.ts';
import { type RestAccess, type RestAnswer, type RestCall, restCaller } from '../../http/rest-caller.ts';
import { UpstreamError } from '../../http/upstream-error.ts';
import type { ChronosCredentials } from './credentials.ts';
import { type Dialect, dialects, speaks } from './dialect.ts';

export interface ChronosAccess extends RestAccess<ChronosCredentials> {
  /** Milliseconds since the epoch. */
  now: () => number;
  sleep: (milliseconds: number) => Promise<void>;
}

export interface Caller {
  /** The answer, if it is one of success or one that is accepted; else UpstreamError. */
  expect(call: RestCall, accepted?: (answer: HttpResponse) => boolean): Promise<HttpResponse>;
  dialect(): Promise<Dialect>;
}

const retryDelayMs = 200;

/** Sends calls in the dialect that the server was found to speak. */
export function caller(access: ChronosAccess): Caller {
  const send = retrying(restCaller(access), access.sleep);
  let known: Promise<Dialect> | null = null;

  const dialect = (): Promise<Dialect> => {
    known ??= probe(send).catch((error) => {
      known = null;
      throw error;
    });
    return known;
  };

  return {
    dialect,
    async expect(call, accepted) {
      const { answer, url } = await send({ ...call, path: `${(await dialect()).prefix}${call.path}` });
      // The server may have been replaced by one of the other line: ask again at the next call.
      if (answer.status === 404) known = null;
      if (answer.status < 300 || accepted?.(answer)) return answer;
      throw new UpstreamError({ method: call.method, url }, answer.status, answer.body);
    },
  };
}

type Send = (call: RestCall) => Promise<RestAnswer>;

/** Chronos fails to read its lists now and then while others write (chronos #654): a read is sent a second time after a 500. */
function retrying(send: Send, sleep: ChronosAccess['sleep']): Send {
  return async (call) => {
    const sent = await send(call);
    if (call.method !== 'GET' || sent.answer.status !== 500) return sent;
    await sleep(retryDelayMs);
    return send(call);
  };
}

async function probe(send: Send): Promise<Dialect> {
  const method = 'GET';
  let last: RestAnswer | null = null;
  for (const dialect of dialects) {
    last = await send({ method, path: `${dialect.prefix}/jobs/search?name=pacer&limit=1` });
    if (last.answer.status === 200) return dialect;
    if (speaks(last.answer)) break;
  }
  throw new UpstreamError(
    { method, url: last?.url ?? '' },
    last?.answer.status ?? 0,
    last?.answer.body ?? '',
  );
}
