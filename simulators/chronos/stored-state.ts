import * as z from 'zod';
import { chronosJob } from './job.ts';

const schema = z.strictObject({ jobs: z.array(chronosJob), taskIds: z.array(z.string()) });

/** What outlives a leader: the jobs with their counters, and which tasks were active. */
export type StoredChronos = z.infer<typeof schema>;

const empty: StoredChronos = { jobs: [], taskIds: [] };

export const kept = { schema, empty, what: 'jobs' };
