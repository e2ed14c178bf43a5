import type { Chronos } from './chronos.ts';
import { json, plainText } from './http-reply.ts';
import { type ChronosJob, isScheduled } from './job.ts';
import { isHistogramKey, jobHistogram } from './job-histogram.ts';
import { namedJob } from './job-routes.ts';
import type { ApiRequest, Route } from './route.ts';
import { lastOutcome, runState } from './run-state.ts';

/** What can be read about runs and about the server. */
export const reportRoutes: readonly Route[] = [
  { method: 'GET', path: 'jobs/summary', only: '3.0.2', handle: summary },
  { method: 'GET', path: 'job/stat/{name}', handle: statistics },
  { method: 'GET', path: 'stats/{percentile}', handle: percentile },
  { method: 'GET', path: 'graph/csv', handle: graphCsv },
  { method: 'GET', path: 'graph/dot', handle: graphDot },
  { method: 'GET', path: 'leader', handle: (_, { host }) => json(JSON.stringify({ leader: host })) },
  { method: 'GET', path: '/ping', handle: () => plainText('pong\n') },
  { method: 'GET', path: '/metrics', handle: metrics },
];

const parentsOf = (job: ChronosJob): string[] => (isScheduled(job) ? [] : job.parents);

function summary(chronos: Chronos) {
  const jobs = [...chronos.jobs.values()].map((job) => ({
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
function statistics(chronos: Chronos, request: ApiRequest) {
  const { name } = namedJob(chronos, request);
  const histogram = jobHistogram(chronos.durationsMs.get(name) ?? []);
  return json(JSON.stringify({ histogram, taskStatHistory: [] }));
}

function percentile({ jobs, durationsMs }: Chronos, { params }: ApiRequest) {
  const key = params.percentile ?? '';
  if (!isHistogramKey(key)) return json('[]');
  const times = [...jobs.keys()].map((jobNameLabel) => {
    return { jobNameLabel, time: jobHistogram(durationsMs.get(jobNameLabel) ?? [])[key] / 1000 };
  });
  return json(JSON.stringify(times.toSorted((a, b) => b.time - a.time)));
}

const links = (jobs: ChronosJob[]) =>
  jobs.flatMap((job) => parentsOf(job).map((parent) => [parent, job.name] as const));

function graphCsv(chronos: Chronos) {
  const jobs = [...chronos.jobs.values()];
  const nodes = jobs.map((job) => `node,${job.name},${lastOutcome(job)},${runState(chronos, job.name)}\n`);
  const edges = links(jobs).map(([parent, child]) => `link,${parent},${child}\n`);
  return plainText([...nodes, ...edges].join(''));
}

function graphDot(chronos: Chronos) {
  const jobs = [...chronos.jobs.values()];
  const id = (name: string) => JSON.stringify(name);
  const lines = [
    ...jobs.map(({ name }) => `  ${id(name)};`),
    ...links(jobs).map(([parent, child]) => `  ${id(parent)} -> ${id(child)};`),
  ];
  return plainText(`digraph G {\n${lines.join('\n')}\n}\n`);
}

/** `version` is that of the format, not of the server. */
function metrics({ jobs, tasks }: Chronos) {
  const gauges = { 'jobs.count': { value: jobs.size }, 'tasks.active': { value: tasks.size } };
  return json(
    JSON.stringify({ version: '3.0.0', gauges, counters: {}, histograms: {}, meters: {}, timers: {} }),
  );
}
