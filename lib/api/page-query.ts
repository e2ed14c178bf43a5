import * as z from 'zod/mini';
import { jobIdPattern } from '../job/job-id.ts';
import { jobStatus } from '../job/progress.ts';
import { listedStandings } from '../job/standing.ts';
import { oneOf } from '../request/alternatives.ts';
import { clusterName } from '../request/launch-fields.ts';

/** The most points of a job that a reply shows, the last ones. */
export const pointsShown = 500;

const states = ['active', 'ending', 'finished', 'all'] as const;
const statuses = jobStatus.options;

/** What `GET /jobs` takes as its query. */
export const pageQuery = z.strictObject({
  state: z.optional(z.enum(states, oneOf(states))),
  name: z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
  status: z.optional(z.pipe(z.string().check(z.toUpperCase()), z.enum(statuses, oneOf(statuses)))),
  cluster: z.optional(clusterName),
  outlook: z.optional(z.enum(listedStandings, oneOf(listedStandings))),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 50),
  before: z.optional(
    z.string().check(z.toUpperCase(), z.regex(jobIdPattern, 'must be the "next" of the previous page')),
  ),
});

/** What `POST /jobs` takes as its query: nothing else, as a word that was mistyped would launch. */
export const launchQuery = z.strictObject({
  dryRun: z._default(z.enum(['true', 'false'], oneOf(['true', 'false'])), 'false'),
});
