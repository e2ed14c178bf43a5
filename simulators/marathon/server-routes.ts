import { type HttpReply, jsonReply } from '../http/message.ts';
import { servletPage } from '../http/servlet-page.ts';
import type { Marathon } from './marathon.ts';
import { preferredType } from './negotiate.ts';
import type { MarathonRequest, MarathonRoute } from './route.ts';
import { marathonConfig, zookeeperConfig } from './server-config.ts';
import { streamEvents } from './stream-events.ts';

const version = '1.8.244';

/** What the server says about itself. */
export const serverRoutes: readonly MarathonRoute[] = [
  { method: 'GET', path: '/ping', produces: 'any', handle: ping },
  { method: 'GET', path: '/metrics', handle: metrics },
  { method: 'GET', path: '/v2/info', handle: info },
  { method: 'GET', path: '/v2/leader', handle: (_, { origin }) => jsonReply({ leader: hostOf(origin) }) },
  { method: 'DELETE', path: '/v2/leader', handle: abdicate },
  { method: 'GET', path: '/v2/events', produces: 'any', handle: events },
];

const hostOf = (origin: string): string => new URL(origin).host;

function ping(_: Marathon, { accept }: MarathonRequest): HttpReply {
  const type = preferredType(accept, ['text/plain', 'application/json']);
  return type === 'application/json'
    ? jsonReply('pong')
    : { status: 200, body: 'pong', contentType: 'text/plain' };
}

function metrics({ apps, tasks, deployments }: Marathon): HttpReply {
  const staged = [...tasks.values()].filter(({ state }) => state === 'TASK_STAGING').length;
  const gauges = {
    'marathon.apps.active.gauge': { value: apps.size },
    'marathon.deployments.active.gauge': { value: deployments.size },
    'marathon.instances.running.gauge': { value: tasks.size - staged },
    'marathon.instances.staged.gauge': { value: staged },
  };
  return jsonReply({ version: '4.0.0', gauges, counters: {}, histograms: {}, meters: {}, timers: {} });
}

function info(marathon: Marathon, { origin }: MarathonRequest): HttpReply {
  return jsonReply({
    name: 'marathon',
    version,
    buildref: 'local',
    elected: true,
    leader: hostOf(origin),
    frameworkId: 'local-marathon',
    marathon_config: marathonConfig(marathon, new URL(origin)),
    zookeeper_config: zookeeperConfig,
    http_config: { http_port: Number(new URL(origin).port), https_port: 8443 },
  });
}

/** The next leader knows nothing of delays. */
function abdicate({ delays }: Marathon): HttpReply {
  delays.clear();
  return jsonReply({ message: 'Leadership abdicated' });
}

function events(marathon: Marathon, { query, accept, remoteAddress }: MarathonRequest): HttpReply {
  if (!accept.includes('text/event-stream')) return servletPage(405, '/v2/events');
  const types = query.getAll('event_type');
  return { status: 200, stream: (response) => streamEvents(marathon, { types, remoteAddress }, response) };
}
