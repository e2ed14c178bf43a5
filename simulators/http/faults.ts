import type { HttpReply } from './message.ts';

/**
 * What goes wrong with a request. `reset`: the connection breaks before anything is done. `lose-reply`: the request is carried out and
 * the connection breaks before the reply. `hang`: there is never a reply. A reply: it is given, and nothing is done. A delay: all is
 * well, so many milliseconds later.
 */
export type HttpFault = 'reset' | 'lose-reply' | 'hang' | HttpReply | { delayMs: number };

/** Asked at every request, before anything else is done with it; undefined lets it pass. */
export type FaultRule = (request: { method: string; path: string }) => HttpFault | undefined;
