import { type HttpReply, jsonReply } from '../http/message.ts';
import { MonascaError, unprocessable } from './monasca-error.ts';
import { pythonInteger } from './python-integer.ts';
import type { MonascaRequest } from './route.ts';

/** A list reply; `nextOffset` is given when there is more to come, and put into its link by `quote`. */
export function list(
  request: MonascaRequest,
  elements: unknown[],
  nextOffset?: string,
  quote: (text: string) => string = quoted,
): HttpReply {
  const base = `${request.origin}${request.path}`;
  const asked = quotedAgain(request.search);
  const links = [{ rel: 'self', href: asked.length > 0 ? `${base}?${asked.join('&')}` : base }];
  if (nextOffset !== undefined) {
    const others = asked.filter((parameter) => !parameter.startsWith('offset='));
    const next = [`offset=${quote(nextOffset)}`, ...others];
    links.push({ rel: 'next', href: `${base}?${next.join('&')}` });
  }
  return jsonReply({ links, elements });
}

/** The parameters of the query, which the real server quotes as they came: what was encoded is encoded twice. */
function quotedAgain(sent: string): string[] {
  if (sent === '') return [];
  return sent.split('&').map((parameter) => parameter.split('=').map(quoted).join('='));
}

/** As Python's `quote` does, which encodes more than JavaScript. */
function quoted(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** How many at most: 10 000 unless the query says less. */
export function pageLimit(query: URLSearchParams): number {
  const limit = query.get('limit') ?? '10000';
  if (!/^\d+$/.test(limit)) {
    throw new MonascaError(422, 'Invalid limit', 'Limit parameter must be a positive integer');
  }
  return Math.min(Number(limit), 10_000);
}

/** One page by count; what the `next` link names as its offset is up to the caller, who has the page's last element. */
export function page<Element>(
  query: URLSearchParams,
  all: Element[],
): { elements: Element[]; from: number; hasMore: boolean } {
  const limit = pageLimit(query);
  const offset = pythonInteger(query.get('offset') || '0');
  if (offset === null) throw unprocessable(`Offset value ${query.get('offset')} must be an integer`);
  const from = Math.max(0, offset);
  return { elements: all.slice(from, from + limit), from, hasMore: all.length > from + limit };
}

/** A list in pages as alarm definitions and alarms come: the next offset is a count. */
export function pagedByCount<Element>(
  request: MonascaRequest,
  all: Element[],
  shown: (each: Element) => object,
): HttpReply {
  const { elements, from, hasMore } = page(request.query, all);
  const next = hasMore ? String(from + elements.length) : undefined;
  return list(request, elements.map(shown), next);
}
