import { startChronos } from '../simulators/chronos/start-chronos.ts';
import { startKeystone } from '../simulators/keystone/start-keystone.ts';
import type { Timing } from '../simulators/marathon/marathon.ts';
import { startMarathon } from '../simulators/marathon/start-marathon.ts';
import { mesosCluster } from '../simulators/mesos/cluster.ts';
import type { DockerEngine } from '../simulators/mesos/docker/engine.ts';
import { startMonasca } from '../simulators/monasca/start-monasca.ts';
import { writeSecrets } from './secrets-files.ts';

export interface UserSideOptions {
  chronosVersion?: '3.0.2' | '2.5.1';
  /** How Marathon's timing differs from the quick one of the demonstration. */
  marathon?: Partial<Timing>;
}

const chronosLogin = { user: 'pacer', password: 'local-chronos-password' };
const marathonLogin = { user: 'pacer', password: 'local-marathon-password' };
const monascaLogin = { username: 'pacer', password: 'local-monasca-password', project_name: 'pacer' };
const agents = [1, 2].map((number) => ({
  id: `agent-${number}`,
  hostname: `agent-${number}.local`,
  cpus: 2,
  mem: 4096,
  disk: 10_240,
}));

/** What a user of Pacer has: Mesos with Chronos and Marathon, OpenStack with Keystone and Monasca. Writes their credentials where the functions read them. */
export async function startUserSide(
  { chronosVersion = '3.0.2', marathon: timing = {} }: UserSideOptions,
  place: (name: string) => string,
  docker: DockerEngine | null,
) {
  const cluster = mesosCluster({ agents, directory: place('sandboxes'), docker });
  const chronos = await startChronos({
    cluster,
    version: chronosVersion,
    directory: place('chronos'),
    credentials: chronosLogin,
    offerIntervalMs: 200,
    createDelayMs: 200,
  });
  const marathon = await startMarathon({
    cluster,
    directory: place('marathon'),
    credentials: marathonLogin,
    offerIntervalMs: 200,
    ...timing,
  });
  const { username: name, password, project_name: project } = monascaLogin;
  const keystone = await startKeystone({ users: [{ name, password, project, roles: ['monasca-user'] }] });
  const monasca = await startMonasca({ keystone: keystone.validate, directory: place('monasca') });
  writeSecrets(place('secrets'), {
    chronos: { url: chronos.url, ...chronosLogin },
    marathon: { url: marathon.url, ...marathonLogin },
    monasca: { keystone_url: `${keystone.url}/v3/`, monocasca_client_url: monasca.url, ...monascaLogin },
  });
  return {
    shown: { cluster, chronos, marathon, keystone, monasca },
    remotes: [chronos, marathon, keystone, monasca],
    parts: [chronos, marathon, cluster, monasca, keystone],
  };
}
