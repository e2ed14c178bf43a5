import { type ClientRequest, request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';

/** How patient monasca-notification is with a webhook. */
export interface WebhookPatience {
  timeoutMs: number;
  retryEveryMs: number;
  /** Tries after the first. */
  retries: number;
}

/** Its defaults. */
export const webhookPatience: WebhookPatience = { timeoutMs: 5000, retryEveryMs: 30_000, retries: 5 };

export interface WebhookCall {
  address: string;
  body: string;
  /** After every try. */
  tried: (isTaken: boolean) => void;
  /** Ends what is under way, and what would come. */
  signal: AbortSignal;
}

/** Calls until it is taken with a status of 200 to 299, or patience is over. */
export async function callWebhook(call: WebhookCall, patience: WebhookPatience): Promise<void> {
  for (let left = patience.retries; !call.signal.aborted; left--) {
    const isTaken = await isTakenOnce(call, patience.timeoutMs);
    call.tried(isTaken);
    if (isTaken || left <= 0) return;
    await delay(patience.retryEveryMs, undefined, { signal: call.signal, ref: false }).catch(() => undefined);
  }
}

/** With the headers of Python's requests. */
const headers = {
  'User-Agent': 'python-requests/2.28.1',
  'Accept-Encoding': 'gzip, deflate',
  Accept: '*/*',
  'content-type': 'application/json',
};

async function isTakenOnce({ address, body, signal }: WebhookCall, timeoutMs: number): Promise<boolean> {
  const status = await new Promise<number>((resolve) => {
    const send = new URL(address).protocol === 'https:' ? secureRequest : request;
    const all = { ...headers, 'Content-Length': Buffer.byteLength(body) };
    const ends = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const outgoing: ClientRequest = send(address, { method: 'POST', headers: all, signal: ends });
    outgoing.on('response', (reply) => resolve(reply.resume().statusCode ?? 0));
    outgoing.on('error', () => resolve(0));
    outgoing.end(body);
  });
  return status >= 200 && status < 300;
}
