import { ChronosError } from './api-error.ts';
import { type Chronos, inHashOrder, listedJobs } from './chronos.ts';
import { json, plainText } from './http-reply.ts';
import { formatDouble } from './java-number.ts';
import { type ChronosJob, isScheduled } from './job.ts';
import { isHistogramKey, jobHistogram } from './job-histogram.ts';
import { namedJob } from './job-routes.ts';
import type { ChronosRequest, ChronosRoute } from './route.ts';
import { lastOutcome, runState } from './run-state.ts';

/** What can be read about runs and about the server. */
export const reportRoutes: readonly ChronosRoute[] = [
  { method: 'GET', path: 'jobs/summary', only: '3.0.2', consumes: 'json if given', handle: summary },
  { method: 'GET', path: 'job/stat/{name}', consumes: 'json if given', handle: statistics },
  { method: 'GET', path: 'stats/{percentile}', handle: percentile },
  { method: 'GET', path: 'graph/csv', consumes: 'json if given', produces: 'text/plain', handle: graphCsv },
  { method: 'GET', path: 'graph/dot', consumes: 'json if given', produces: 'text/plain', handle: graphDot },
  {
    method: 'GET',
    path: 'leader',
    handle: (_, { headers }) => json(JSON.stringify({ leader: headers.host ?? '' })),
  },
];

const parentsOf = (job: ChronosJob): string[] => (isScheduled(job) ? [] : job.parents);

function summary(chronos: Chronos) {
  const jobs = inHashOrder(listedJobs(chronos)).map((job) => ({
    name: job.name,
    status: lastOutcome(job),
    state: runState(chronos, job.name),
    schedule: isScheduled(job) ? job.schedule : '',
    parents: parentsOf(job),
    disabled: job.disabled,
  }));
  return json(JSON.stringify({ jobs }));
}

/** The history of tasks is kept in a Cassandra that is not there. */
function statistics(chronos: Chronos, request: ChronosRequest) {
  const { name } = namedJob(chronos, request);
  const histogram = Object.entries(jobHistogram(chronos.durationsMs.get(name) ?? [])).map(
    ([key, value]) => `"${key}":${key === 'count' ? value : formatDouble(value)}`,
  );
  return json(`{"histogram":{${histogram.join(',')}},"taskStatHistory":[]}`);
}

function percentile(chronos: Chronos, { params }: ChronosRequest) {
  const key = params.percentile ?? '';
  if (!isHistogramKey(key)) return json('[]');
  const times = listedJobs(chronos).map(({ name }) => {
    return { jobNameLabel: name, time: jobHistogram(chronos.durationsMs.get(name) ?? [])[key] / 1000 };
  });
  const sorted = times.toSorted((a, b) => b.time - a.time);
  const rows = sorted.map(
    ({ jobNameLabel, time }) =>
      `{"jobNameLabel":${JSON.stringify(jobNameLabel)},"time":${formatDouble(time)}}`,
  );
  return json(`[${rows.join(',')}]`);
}

const links = (jobs: ChronosJob[]) =>
  jobs.flatMap((job) => parentsOf(job).map((parent) => [parent, job.name] as const));

/** One job whose dates cannot be read spoils it for all. */
function graphCsv(chronos: Chronos) {
  const jobs = inHashOrder(listedJobs(chronos));
  const nodes = jobs.map(
    (job) => `node,${job.name},${readableOutcome(job)},${runState(chronos, job.name)}\n`,
  );
  const edges = links(jobs).map(([parent, child]) => `link,${parent},${child}\n`);
  return plainText([...nodes, ...edges].join(''));
}

function readableOutcome(job: ChronosJob): string {
  try {
    return lastOutcome(job);
  } catch (cause) {
    throw new ChronosError('bare', String(cause));
  }
}

function graphDot(chronos: Chronos) {
  const jobs = listedJobs(chronos);
  const ids = new Map(jobs.map(({ name }, i) => [name, i + 1]));
  const lines = [
    ...jobs.map(({ name }) => `  ${ids.get(name)} [ label="${name}" ];\n`),
    ...links(jobs).map(([parent, child]) => `  ${ids.get(parent)} -> ${ids.get(child)};\n`),
  ];
  return plainText(`digraph G {\n${lines.join('')}}\n`);
}
