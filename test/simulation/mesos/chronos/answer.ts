import type { HttpRequest, HttpResponse } from '../../../../lib/http/http.ts';
import { html } from '../../pacer/http.ts';
import { jsonOf } from '../json-of.ts';
import { type Chronos, type Definition, stateOf, store, visible } from './chronos.ts';
import { enqueue } from './run-jobs.ts';

const prefix = '/v1/scheduler';

/** What Chronos answers; the change is made at once. */
export function answer(chronos: Chronos, request: HttpRequest): HttpResponse {
  const { cluster, leader } = chronos;
  if (cluster.clock.now() < leader.downUntil) return html(500, 'Error proxying request to leader');
  if (!cluster.isAllowed(request)) return html(401, 'Error 401 Unauthorized');
  const path = new URL(request.url).pathname;
  if (!path.startsWith(prefix)) return html(404, 'Error 404 Not Found');
  const below = path.slice(prefix.length);
  const exact = routes[`${request.method} ${below}`];
  if (exact) return exact(chronos, '', request);
  const cut = below.lastIndexOf('/');
  const route = routes[`${request.method} ${below.slice(0, cut)}`];
  return (
    route?.(chronos, decodeURIComponent(below.slice(cut + 1)), request) ?? html(404, 'Error 404 Not Found')
  );
}

type Route = (chronos: Chronos, name: string, request: HttpRequest) => HttpResponse;

const listed = (chronos: Chronos) => [...chronos.jobs.values()].filter(({ name }) => visible(chronos, name));

const routes: Record<string, Route> = {
  'GET /jobs/search': (chronos) => ok(`[${listed(chronos).map(jsonOf).join()}]`),
  'GET /jobs': (chronos) => ok(`[${listed(chronos).map(jsonOf).join()}]`),
  'GET /jobs/summary': (chronos) =>
    json({
      jobs: listed(chronos).map(({ name }) => ({ name, status: 'fresh', state: stateOf(chronos, name) })),
    }),
  'GET /leader': ({ leader }) => json({ leader: `chronos-${leader.term}:4400` }),
  'GET /job': (chronos, name) => {
    const job = visible(chronos, name);
    return job ? ok(jsonOf(job)) : unknown(name);
  },
  'POST /iso8601': (chronos, _, { body = '' }) => post(chronos, JSON.parse(body)),
  'PUT /job': (chronos, name) => {
    if (!visible(chronos, name)) return unknown(name);
    enqueue(chronos, name);
    return done;
  },
  'DELETE /job': remove,
  'DELETE /task/kill': (chronos, name) => {
    if (!visible(chronos, name)) return unknown(name);
    kill(chronos, name);
    return done;
  },
};

function post(chronos: Chronos, job: Definition): HttpResponse {
  const { cluster, jobs, visibleAt } = chronos;
  if (!jobs.has(job.name))
    visibleAt.set(job.name, cluster.clock.now() + 5 + 150 * cluster.weather.chance('visible'));
  store(chronos, job.name, { successCount: 0, errorCount: 0, disabled: false, ...job });
  return done;
}

function remove(chronos: Chronos, name: string): HttpResponse {
  if (!visible(chronos, name))
    return chronos.zombies.has(name) ? bad(`no such vertex in graph: ${name}`) : unknown(name);
  kill(chronos, name);
  store(chronos, name, undefined);
  return done;
}

/** Ends the runs that the leader knows of. */
function kill({ running, cluster }: Chronos, name: string): void {
  const container = running.get(name);
  if (container) cluster.kill(container);
}

/** Somebody deletes the job by hand, and takes care not to harm the others. */
export function deleteByHand(chronos: Chronos, name: string): void {
  const isAtRest = !chronos.beingStored.has(name) && !chronos.ending.has(name);
  const isSafe = chronos.jobs.has(name) && stateOf(chronos, name) !== 'queued' && isAtRest;
  if (!isSafe) return;
  kill(chronos, name);
  store(chronos, name, undefined);
}

const done: HttpResponse = { status: 204, headers: {}, body: '' };

function ok(body: string): HttpResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

const json = (value: unknown) => ok(JSON.stringify(value));

function bad(problem: string): HttpResponse {
  const message = `java.lang.IllegalArgumentException: ${problem}\n\tat scala.Predef$.require(Predef.scala:224)`;
  return { ...json({ status: 'Bad Request', message }), status: 400 };
}

const unknown = (name: string) => bad(`requirement failed: Job '${name}' not found`);
