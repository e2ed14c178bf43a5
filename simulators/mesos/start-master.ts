import { carriesLogin, type Login } from '../http/basic-auth.ts';
import { type HttpReply, jsonReply, type ReceivedRequest } from '../http/message.ts';
import { type RunningServer, startServer } from '../http/server.ts';
import type { MesosCluster } from './cluster.ts';
import type { Agent, Offer, Task } from './task.ts';

export interface MasterOptions {
  cluster: Pick<MesosCluster, 'agents' | 'offers' | 'tasks'>;
  /** Any free one if not given. */
  port?: number;
  /** Every request must carry them if given. */
  credentials?: Login;
  /** The address of the master that leads, where this one does not; null while none is elected. */
  leader?: () => string | null;
}

const paths = new Set(['/master/slaves', '/slaves']);

/** The Mesos master of a cluster in small, as far as it tells of its agents: `/master/slaves` as Mesos 1.x documents it. */
export function startMesosMaster(options: MasterOptions): Promise<RunningServer> {
  return startServer({ port: options.port, answer: (request) => answer(options, request) });
}

function answer({ cluster, credentials, leader }: MasterOptions, request: ReceivedRequest): HttpReply {
  if (!paths.has(request.path)) return { status: 404 };
  if (credentials && !carriesLogin(request.headers.authorization, credentials))
    return { status: 401, headers: { 'www-authenticate': 'Basic realm="mesos-master-readonly"' } };
  const leading = leader ? leader() : request.origin;
  if (leading === null) return { status: 503, contentType: 'text/plain', body: 'No leader elected' };
  // Without a scheme, as a master answers that does not lead.
  if (leading !== request.origin)
    return { status: 307, headers: { location: `${leading.replace(/^https?:/, '')}${request.path}` } };
  const asked = request.query.get('slave_id');
  const agents = cluster.agents.filter(({ id }) => asked === null || id === asked);
  const tasks = cluster.tasks();
  const slaves = agents.map((agent) => slave(agent, offerOf(cluster.offers(), agent), tasks));
  return jsonReply({ slaves, recovered_slaves: [] });
}

function offerOf(offers: readonly Offer[], { id, ...all }: Agent): Offer {
  return offers.find(({ agentId }) => agentId === id) ?? { agentId: id, ...all };
}

function slave(agent: Agent, left: Offer, tasks: readonly Task[]) {
  const { id, hostname, cpus, mem, disk } = agent;
  const resources = { disk, mem, gpus: 0, cpus };
  const none = { disk: 0, mem: 0, gpus: 0, cpus: 0 };
  const own = tasks.filter(({ agentId }) => agentId === id);
  return {
    id,
    hostname,
    port: 5051,
    attributes: {},
    pid: `slave(1)@${hostname}:5051`,
    registered_time: 1_517_236_098.85,
    resources,
    used_resources: {
      disk: rest(disk, left.disk),
      mem: rest(mem, left.mem),
      gpus: 0,
      cpus: rest(cpus, left.cpus),
    },
    offered_resources: none,
    reserved_resources: {},
    unreserved_resources: resources,
    active: true,
    deactivated: false,
    version: '1.9.0',
    TASK_STAGING: own.filter(({ state }) => state === 'TASK_STAGING').length,
    TASK_RUNNING: own.filter(({ state }) => state === 'TASK_RUNNING').length,
  };
}

/** To three decimals, as Mesos counts. */
function rest(all: number, left: number): number {
  return Math.round((all - left) * 1000) / 1000;
}
