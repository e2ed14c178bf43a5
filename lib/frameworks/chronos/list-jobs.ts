import * as z from 'zod/mini';
import { jsonOf } from '../../http/json.ts';
import type { Caller } from './caller.ts';
import { chronosJob } from './definition/chronos-job.ts';

const namedJob = z.pick(chronosJob, { name: true, environmentVariables: true });
/** What of a job says whose it is. */
export type NamedJob = z.infer<typeof namedJob>;

/** All jobs of anybody; one that cannot be read does not hide the others. */
export async function listJobs(chronos: Caller): Promise<NamedJob[]> {
  const { body } = await chronos.expect({ method: 'GET', path: '/jobs' });
  return z
    .array(z.unknown())
    .parse(jsonOf(body))
    .flatMap((job) => namedJob.safeParse(job).data ?? []);
}
