import * as z from 'zod';
import { jobIdPattern } from '../job/job-id.ts';

/** What `GET /jobs` takes as its query. */
export const pageQuery = z.strictObject({
  state: z
    .enum(['active', 'ending', 'finished'], 'must be "active", "ending" or "finished"')
    .default('active'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  before: z.string().regex(jobIdPattern, 'must be the "next" of the previous page').optional(),
});
