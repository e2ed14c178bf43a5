import type { HttpReply } from '../http/message.ts';
import { type Chronos, listedJobs } from './chronos.ts';
import { bare, json } from './http-reply.ts';
import type { ChronosJob } from './job.ts';
import type { ChronosRequest } from './route.ts';
import { serializeJob } from './serialize-job.ts';

const largestInt = 2 ** 31 - 1;

/** `any` admits jobs that fail the other two conditions; it does not narrow them. */
export function searchJobs(chronos: Chronos, { query }: ChronosRequest): HttpReply {
  const limit = parseInt32(query.get('limit'), 10);
  const offset = parseInt32(query.get('offset'), 0);
  if (limit === undefined || offset === undefined) return bare(404);
  const found = listedJobs(chronos).filter(matches(query));
  // The server adds in 32 bits, and a page that ends before it starts is empty.
  const page = found.slice(Math.max(0, offset), Math.max(0, (offset + limit) | 0));
  return json(`[${page.map((job) => serializeJob(job, chronos.dialect)).join(',')}]`);
}

function matches(query: URLSearchParams): (job: ChronosJob) => boolean {
  const wanted = (key: string) => (query.get(key) ?? '').toLowerCase();
  const [name, command, any] = [wanted('name'), wanted('command'), wanted('any')];
  const holds = (text: string, part: string) => text.toLowerCase().includes(part);
  return (job) =>
    (holds(job.name, name) && holds(job.command, command)) ||
    (any !== '' && (holds(job.name, any) || holds(job.command, any)));
}

/** Absent and empty are the default; undefined for what is no number of 32 bits. */
function parseInt32(text: string | null, otherwise: number): number | undefined {
  if (text === null || text === '') return otherwise;
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= -largestInt - 1 && value <= largestInt ? value : undefined;
}
