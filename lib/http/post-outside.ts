import { type LookupOptions, lookup } from 'node:dns';
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';

export interface OutsidePost {
  headers: Record<string, string>;
  body: string;
}

/** Sends a POST to an address that a user has given; resolves once it is answered with 2xx. The errors do not show the address. */
export type PostOutside = (url: string, post: OutsidePost) => Promise<void>;

/** Any other answer. */
export class UnwantedAnswerError extends Error {
  override readonly name = 'UnwantedAnswerError';
  readonly status: number;
  constructor(status: number) {
    super(`it answered ${status}${status >= 300 && status < 400 ? '; redirects are not followed' : ''}`);
    this.status = status;
  }
}

export interface OutsideOptions {
  isAllowed: (address: string) => boolean;
  timeoutMs: number;
  /** By default that of this machine. */
  resolve?: Resolve;
}

type Resolve = (
  host: string,
  options: LookupOptions & { all: true },
  callback: (error: Error | null, addresses: { address: string; family: number }[]) => void,
) => void;

/**
 * The connection goes to the address that was checked: the name is resolved once, so that it cannot mean another address a moment
 * later. No redirect is followed, and of the answer nothing but its status is read.
 */
export function postOutside({ isAllowed, timeoutMs, resolve = lookup }: OutsideOptions): PostOutside {
  return async (url, { headers, body }) => {
    const to = new URL(url);
    const host = to.hostname.replace(/^\[|\]$/g, '');
    // Node resolves names only.
    if (isIP(host) !== 0 && !isAllowed(host)) throw notAllowed();
    const signal = AbortSignal.timeout(timeoutMs);
    const request = to.protocol === 'https:' ? requestTls : requestPlain;
    const sent = request(to, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      // No connection is kept, which would be one to an address that was checked long ago.
      agent: false,
      lookup: checkedLookup(resolve, isAllowed),
      signal,
    });
    const answered = new Promise<number>((done, fail) => {
      sent.once('error', (error: NodeJS.ErrnoException) => fail(withoutAddress(error, signal, timeoutMs)));
      sent.once('response', (answer: IncomingMessage) => {
        answer.destroy();
        done(answer.statusCode ?? 0);
      });
      // All that is left of a request whose answer leads to another protocol (101): neither of the others comes, nor the time limit.
      sent.once('close', () => fail(new Error('no answer')));
    });
    sent.end(body);
    const status = await answered;
    if (status < 200 || status > 299) throw new UnwantedAnswerError(status);
  };
}

function checkedLookup(resolve: Resolve, isAllowed: OutsideOptions['isAllowed']): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) return callback(error ?? new Error('it has no address'), '', 0);
      if (!addresses.every(({ address }) => isAllowed(address))) return callback(notAllowed(), '', 0);
      if (options.all) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

class NotAllowedError extends Error {}

const notAllowed = () =>
  new NotAllowedError('it leads to an address that is not public; WebhookNetworks can allow it');

function withoutAddress(error: NodeJS.ErrnoException, signal: AbortSignal, timeoutMs: number): Error {
  if (error instanceof NotAllowedError) return error;
  return new Error(signal.aborted ? `no answer within ${timeoutMs} ms` : (error.code ?? 'no answer'));
}
