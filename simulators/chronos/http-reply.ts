import type { HttpReply } from '../http/message.ts';

/** Even a reply of nothing says what it would have been. */
export const noContent: HttpReply = { status: 204, contentType: 'application/json' };

/** Of text that is JSON already, with its numbers as Java writes them. */
export const json = (body: string): HttpReply => ({ status: 200, body, contentType: 'application/json' });

export const plainText = (body: string): HttpReply => ({ status: 200, body, contentType: 'text/plain' });

/** What the framework below the handlers answers: a status and nothing else. */
export const bare = (status: number, headers: HttpReply['headers'] = {}): HttpReply => ({ status, headers });
