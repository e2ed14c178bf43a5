import type { HttpReply } from '../http/message.ts';
import { servletPage } from '../http/servlet-page.ts';
import type { Chronos } from './chronos.ts';
import { json } from './http-reply.ts';

/** What is served beside the API: a sign of life, the metrics, and pages for all that is not there. These never ask for types. */
export function answerServlet(
  chronos: Chronos,
  { method, path }: { method: string; path: string },
): HttpReply {
  const servlet = servlets[path];
  if (!servlet) return servletPage(path === '/' ? chronos.dialect.rootStatus : 404, path);
  if (method === 'GET' || method === 'HEAD') return servlet(chronos);
  if (method !== 'OPTIONS') return servletPage(405, path);
  return { status: 200, body: '', headers: { allow: 'GET, HEAD, TRACE, OPTIONS' } };
}

const servlets: Readonly<Record<string, (chronos: Chronos) => HttpReply>> = {
  '/ping': () => ({ status: 200, body: 'pong\n', contentType: 'text/plain;charset=ISO-8859-1' }),
  '/metrics': metrics,
};

/** `version` is that of the format, not of the server. */
function metrics({ jobs, tasks }: Chronos): HttpReply {
  const gauges = { 'jobs.count': { value: jobs.size }, 'tasks.active': { value: tasks.size } };
  const none = { counters: {}, histograms: {}, meters: {}, timers: {} };
  return json(JSON.stringify({ version: '3.0.0', gauges, ...none }));
}
