import * as z from 'zod/mini';
import { MonascaAnswerError } from './errors.ts';
import { type MonascaCall, noBody } from './monasca-call.ts';

const mostPages = 100;
const usualPageSize = 1000;

interface Page<Element> {
  elements: Element[];
  links: { rel: string }[];
}

/** What a list answers; made once for each kind of element, because making a schema takes longer than using it. */
export function pageOf<Element>(element: z.ZodMiniType<Element>): z.ZodMiniType<Page<Element>> {
  return z.object({ elements: z.array(element), links: z.array(z.object({ rel: z.string() })) });
}

export interface Listing<Element> {
  /** Below `/v2.0`. */
  path: string;
  query?: Record<string, string>;
  /** As `pageOf` its elements makes it. */
  page: z.ZodMiniType<Page<Element>>;
  pageSize?: number;
}

/**
 * All elements of a list of alarm definitions, alarms or notification methods. The `next` link is only taken for a sign that
 * there are more: its offset is one that the server itself refuses, and its query is encoded twice.
 */
export async function listAll<Element>(call: MonascaCall, listing: Listing<Element>): Promise<Element[]> {
  const { path, page: reply, pageSize = usualPageSize } = listing;
  const found: Element[] = [];
  for (let pages = 0; pages < mostPages; pages++) {
    const query = { ...listing.query, limit: String(pageSize), ...offset(found.length) };
    const { elements, links } = await call({ method: 'GET', path, query, reply });
    found.push(...elements);
    if (elements.length === 0 || !links.some(({ rel }) => rel === 'next')) break;
  }
  return found;
}

function offset(count: number): { offset?: string } {
  return count > 0 ? { offset: String(count) } : {};
}

/** Deletes what has the id below the path; false when there is nothing of that id. */
export async function deleteById(call: MonascaCall, path: string, id: string): Promise<boolean> {
  try {
    await call({ method: 'DELETE', path: `${path}/${encodeURIComponent(id)}`, reply: noBody });
    return true;
  } catch (error) {
    if (error instanceof MonascaAnswerError && error.status === 404) return false;
    throw error;
  }
}
