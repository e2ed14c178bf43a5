import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import type { Job } from '../job/job.ts';
import { nameFits } from '../job/job-id.ts';
import { isFinished } from '../job/progress.ts';
import { standingOf } from '../job/standing.ts';
import { parse } from '../request/parse.ts';
import { launchQuery, pageQuery } from './page-query.ts';

type Query = z.output<typeof pageQuery>;

/** Which jobs are listed, and how many. */
export function pageOf({ queryStringParameters }: APIGatewayProxyEventV2) {
  const query = parse(pageQuery, queryStringParameters ?? {}, 'query');
  return {
    listed: query.state ?? stateOf(query),
    limit: query.limit,
    before: query.before ?? null,
    isWanted: isFiltered(query) ? (job: Job) => fits(job, query) : undefined,
  };
}

/** The list in which a job with such a status or outlook is to be found, where none is named. */
function stateOf({ status, outlook }: Query): 'active' | 'finished' {
  const isOfEnded = outlook === 'late' || outlook === 'failed' || outlook === 'cancelled';
  return isOfEnded || (status !== undefined && isFinished(status)) ? 'finished' : 'active';
}

function isFiltered({ name, status, cluster, outlook }: Query): boolean {
  return [name, status, cluster, outlook].some((each) => each !== undefined);
}

function fits(job: Job, { name, status, cluster, outlook }: Query): boolean {
  const { spec, progress } = job;
  return (
    (name === undefined || nameFits(spec.name, name)) &&
    (status === undefined || progress.status === status) &&
    (cluster === undefined || spec.cluster === cluster) &&
    (outlook === undefined || listedStanding(job) === outlook)
  );
}

function listedStanding(job: Job): Query['outlook'] | null {
  const isPaused = job.pausedAt !== null && !isFinished(job.progress.status);
  return isPaused ? 'paused' : standingOf(job);
}

/** Whether a launch is only to be planned. */
export function isDryRun({ queryStringParameters }: APIGatewayProxyEventV2): boolean {
  return parse(launchQuery, queryStringParameters ?? {}, 'query').dryRun === 'true';
}
