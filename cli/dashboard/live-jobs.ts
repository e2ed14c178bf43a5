import * as z from 'zod';
import type { HttpResponse } from '../../lib/http/http.ts';
import { jsonOrUndefined } from '../../lib/http/json.ts';
import type { SendToApi } from '../api/api-caller.ts';

const page = z.looseObject({ jobs: z.array(z.unknown()), next: z.string().nullable() });

/** Pages of 100 jobs; what is beyond them is another answer, from `next` on. */
const mostPages = 20;

/** All live jobs as one answer, or those from `first` on: the API gives them in pages. An answer that is no success is passed on as it is. */
export async function liveJobs(
  send: SendToApi,
  isAwaited: () => boolean,
  first: string | null = null,
): Promise<HttpResponse> {
  const jobs: unknown[] = [];
  let next = first;
  for (let count = 0; count < mostPages; count++) {
    const before: string = next ? `&before=${encodeURIComponent(next)}` : '';
    const answer = await send({ method: 'GET', path: `/jobs?state=active&limit=100${before}` });
    const parsed = answer.status === 200 ? page.safeParse(jsonOrUndefined(answer.body)) : null;
    if (!parsed?.success) return answer;
    jobs.push(...parsed.data.jobs);
    next = parsed.data.next;
    if (next === null || !isAwaited()) break;
  }
  return { status: 200, headers: {}, body: JSON.stringify({ jobs, next }) };
}
