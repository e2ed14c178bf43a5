import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { http } from '../../lib/http/http.ts';
import { type MonascaClient, monascaClient } from '../../lib/monasca/client.ts';
import { monascaCredentials } from '../../lib/monasca/credentials.ts';
import type { MonitoringDeps } from '../../lib/monasca/keystone.ts';
import type { Metric } from '../../lib/monasca/metric.ts';
import { type MonascaCall, monascaCall } from '../../lib/monasca/monasca-call.ts';
import { type LocalKeystone, startKeystone } from '../../simulators/keystone/start-keystone.ts';
import { type LocalMonasca, startMonasca } from '../../simulators/monasca/start-monasca.ts';

export interface MonascaRig {
  keystone: LocalKeystone;
  monasca: LocalMonasca;
  /** Logged in as `user`, who may do everything, unless another user is named. */
  client(user?: string, deps?: Partial<MonitoringDeps>): MonascaClient;
  call(deps?: Partial<MonitoringDeps>): MonascaCall;
  close(): Promise<void>;
}

/** A local Keystone and Monasca with the users `user`, `agent` and `reader`, for tests. */
export async function startRig(): Promise<MonascaRig> {
  const account = { password: 'secret', project: 'mesos' };
  const users = [
    { ...account, name: 'user', roles: ['monasca-user'] },
    { ...account, name: 'agent', roles: ['monasca-agent'] },
    { ...account, name: 'reader', roles: ['monasca-read-only-user'] },
  ];
  const keystone = await startKeystone({ users });
  const directory = await mkdtemp(join(tmpdir(), 'monasca-'));
  const monasca = await startMonasca({ keystone: keystone.validate, directory });
  const credentials = (username: string) =>
    monascaCredentials.parse({
      keystone_url: keystone.url,
      monocasca_client_url: monasca.url,
      username,
      password: 'secret',
      project_name: 'mesos',
    });
  const usual = () => ({ http: http({ timeoutMs: 1000 }), now: Date.now });
  return {
    keystone,
    monasca,
    client: (user = 'user', deps) => monascaClient(credentials(user), { ...usual(), ...deps }),
    call: (deps) => monascaCall(credentials('user'), { ...usual(), ...deps }),
    close: async () => {
      await monasca.close();
      await keystone.close();
      await rm(directory, { recursive: true });
    },
  };
}

export function testMetric(change: Partial<Metric> = {}): Metric {
  return { name: 'pacer.cpus', dimensions: { job: 'one' }, timestamp: Date.now(), value: 0.5, ...change };
}
