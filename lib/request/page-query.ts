import * as z from 'zod/mini';
import { jobIdPattern } from '../job/job-id.ts';

/** What `GET /jobs` takes as its query. */
export const pageQuery = z.strictObject({
  state: z._default(
    z.enum(['active', 'ending', 'finished'], 'must be "active", "ending" or "finished"'),
    'active',
  ),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 50),
  before: z.optional(z.string().check(z.regex(jobIdPattern, 'must be the "next" of the previous page'))),
});
