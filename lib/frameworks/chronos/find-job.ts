import * as z from 'zod/mini';
import type { HttpResponse } from '../../http/http.ts';
import { jsonOf } from '../../http/json.ts';
import type { Caller, ChronosAccess } from './caller.ts';
import { type ChronosJob, chronosJob, jobPath } from './definition/chronos-job.ts';

const chronosJobs = z.array(chronosJob);
/** Other jobs may contain a job's name in theirs. */
const searchLimit = 100_000;
/** A leader that just took over knew no job for 0.9 s (with 341 of them); its first look into ZooKeeper comes within 1 s. */
const takeoverMs = 2_000;

export type FindJob = (name: string) => Promise<ChronosJob | null>;

/**
 * The job of exactly that name, or null when that is proved: a Chronos that holds no job at all may be one that has just taken
 * over and has read none so far. It is one call as long as the job is there, and two more when it is not.
 */
export function jobFinder(chronos: Caller, sleep: ChronosAccess['sleep']): FindJob {
  const search = async (query: string) => {
    const { body } = await chronos.expect({ method: 'GET', path: `/jobs/search?${query}` });
    return chronosJobs.parse(jsonOf(body));
  };
  const searchFor: FindJob = async (name) => {
    const found = await search(`name=${encodeURIComponent(name)}&limit=${searchLimit}`);
    return found.find((job) => job.name === name) ?? null;
  };
  const askFor: FindJob = async (name) => {
    if (!(await chronos.dialect()).singleJob) return searchFor(name);
    const answer = await chronos.expect({ method: 'GET', path: jobPath(name) }, saysNo);
    return saysNo(answer) ? null : chronosJob.parse(jsonOf(answer.body));
  };
  return async (name) => {
    const job = await askFor(name);
    if (job) return job;
    // In this order: jobs that are there now were there when the name is searched for.
    if ((await search('limit=1')).length === 0) await sleep(takeoverMs);
    return searchFor(name);
  };
}

/** Chronos knows no 404 for a job: it answers 400 and says so in words, which a follower loses. */
export function saysNo({ status }: HttpResponse): boolean {
  return status === 400;
}
