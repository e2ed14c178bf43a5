import { conflict } from './scheduler-error.ts';

const remembered = 10_000;

export interface Call {
  token: string | undefined;
  /** All that the call asks for; the same token with another one is a conflict. */
  request: string;
}

/**
 * Runs a call once per client token: a repetition gets the first reply again. Only successes are remembered, the last ten
 * thousand of them, until the process ends.
 */
export function idempotency(): (call: Call, run: () => Promise<object>) => Promise<object> {
  const replies = new Map<string, { request: string; reply: Promise<object> }>();
  return async ({ token, request }, run) => {
    if (token === undefined) return run();
    const earlier = replies.get(token);
    if (earlier && earlier.request !== request) {
      throw conflict(`The client token ${token} was used before with other parameters.`);
    }
    if (earlier) return earlier.reply;
    const reply = run();
    replies.set(token, { request, reply });
    reply.catch(() => replies.delete(token));
    const [oldest] = replies.keys();
    if (replies.size > remembered && oldest !== undefined) replies.delete(oldest);
    return reply;
  };
}
