import * as z from 'zod';
import { jobIdPattern } from '../job/job-id.ts';
import { jobStatus } from '../job/progress.ts';
import { standings } from '../job/standing.ts';
import { oneOf } from '../request/alternatives.ts';
import { clusterName } from '../request/launch-fields.ts';

const states = ['active', 'ending', 'finished', 'all'] as const;

/** What `GET /jobs` takes as its query. */
export const pageQuery = z.strictObject({
  state: z.enum(states, oneOf(states)).optional(),
  name: z.string().min(1).max(255).optional(),
  status: z
    .string()
    .toUpperCase()
    .pipe(z.enum(jobStatus.options, oneOf(jobStatus.options)))
    .optional(),
  cluster: clusterName.optional(),
  outlook: z.enum(standings, oneOf(standings)).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  before: z.string().toUpperCase().regex(jobIdPattern, 'must be the "next" of the previous page').optional(),
});
