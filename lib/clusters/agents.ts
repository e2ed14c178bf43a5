import type { ReadSecret } from '../aws/secrets.ts';
import type { Http } from '../http/http.ts';
import type { RestCredentials } from '../http/rest-caller.ts';
import type { MesosCredentials } from '../mesos/credentials.ts';
import { readAgents } from '../mesos/read-agents.ts';
import type { AgentsOf } from '../ports/agents.ts';
import { statedAgents } from '../room/picture.ts';
import { readCluster } from './cluster-credentials.ts';

/** A run waits for the answer. What comes later is worth less than the time. */
const timeoutSeconds = 2;

type HttpOf = (ca: string | undefined) => (timeoutSeconds: number) => Http;

/** The agents of each cluster, by the `mesos` of its credentials. */
export function agentsFrom(read: ReadSecret, httpOf: HttpOf): AgentsOf {
  return async (cluster) => {
    const { mesos } = await readCluster(read, cluster);
    if (mesos === undefined) return null;
    if (mesos.agents) {
      const agents = statedAgents(mesos.agents);
      return { isStated: true, look: async () => agents };
    }
    const credentials = async (fresh: boolean) => restOf((await readCluster(read, cluster, fresh)).mesos);
    const httpFor = (ca: string | undefined) => httpOf(ca)(timeoutSeconds);
    return { isStated: false, look: () => readAgents({ credentials, httpFor }) };
  };
}

function restOf(mesos: MesosCredentials | undefined): RestCredentials {
  if (mesos?.url !== undefined) return { ...mesos, url: mesos.url };
  throw new Error('The cluster has no address of a Mesos master any more.');
}
