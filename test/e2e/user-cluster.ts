import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChronosVersion } from '../../simulators/chronos/dialect.ts';
import { type RunningChronos, startChronos } from '../../simulators/chronos/start-chronos.ts';
import type { FaultRule } from '../../simulators/http/faults.ts';
import { type LocalKeystone, startKeystone } from '../../simulators/keystone/start-keystone.ts';
import type { MesosCluster } from '../../simulators/mesos/cluster.ts';
import { type LocalMonasca, startMonasca } from '../../simulators/monasca/start-monasca.ts';

/** What every cluster has of its own, whatever runs the jobs there. */
export interface AnyCluster {
  /** The word for it in a launch request. */
  name: string;
  keystone: LocalKeystone;
  monasca: LocalMonasca;
  /** Whether the framework has the job; asked in a way that Pacer does not use, and that suffers no fault. */
  knows(jobName: string): Promise<boolean>;
  close(): Promise<void>;
}

/** A user's cluster that one scenario has for itself, so that its troubles trouble nobody else. */
export interface UserCluster extends AnyCluster {
  chronos: RunningChronos;
  /** What goes wrong with Pacer's requests to Chronos. */
  setChronosFaults(rule: FaultRule | undefined): void;
  /** A call of Chronos below the prefix of its version, by somebody other than Pacer. */
  chronosCall(method: string, path: string, body?: unknown): Promise<unknown>;
}

export interface UserClusterOptions {
  name: string;
  /** Of the stack: the credentials are put where its functions look. */
  directory: string;
  mesos: MesosCluster;
  version?: ChronosVersion;
}

const login = { username: 'weather', password: 'a-password-for-monasca', project_name: 'weather' };

const testsOwn = '/job/stat/';

export async function startUserCluster(options: UserClusterOptions): Promise<UserCluster> {
  const { name, directory, mesos, version = '3.0.2' } = options;
  const place = join(directory, 'user-clusters', name);
  mkdirSync(join(place, 'chronos'), { recursive: true });
  const quick = { offerIntervalMs: 50, createDelayMs: 100, killGraceMs: 200 };
  const chronos = await startChronos({
    cluster: mesos,
    version,
    directory: join(place, 'chronos'),
    ...quick,
  });
  const { keystone, monasca } = await startMonitoring(options, {
    chronos: { url: chronos.url, user: '', password: '' },
  });
  const prefix = version === '3.0.2' ? '/v1/scheduler' : '/scheduler';
  return {
    name,
    chronos,
    keystone,
    monasca,
    setChronosFaults(rule) {
      chronos.faults.http = (request) => (request.path.includes(testsOwn) ? undefined : rule?.(request));
    },
    knows: async (jobName) => (await fetch(`${chronos.url}${prefix}${testsOwn}${jobName}`)).ok,
    chronosCall: (method, path, body) => chronosCall(`${chronos.url}${prefix}${path}`, method, body),
    close: async () => void (await Promise.all([chronos, keystone, monasca].map((each) => each.close()))),
  };
}

/** Keystone and Monasca; their credentials and the given ones of the framework go where the functions look. */
export async function startMonitoring(
  { name, directory }: Pick<UserClusterOptions, 'name' | 'directory'>,
  credentials: Record<string, unknown>,
): Promise<Pick<AnyCluster, 'keystone' | 'monasca'>> {
  const { username, password, project_name } = login;
  const user = { name: username, password, project: project_name, roles: ['monasca-user'] };
  const keystone = await startKeystone({ users: [user] });
  const place = join(directory, 'user-clusters', name, 'monasca');
  mkdirSync(place, { recursive: true });
  const monasca = await startMonasca({ keystone: keystone.validate, directory: place });
  const secrets = join(directory, 'secrets', 'clusters', name);
  mkdirSync(secrets, { recursive: true });
  const urls = { keystone_url: `${keystone.url}/v3/`, monocasca_client_url: monasca.url };
  for (const [file, content] of Object.entries({ ...credentials, monasca: { ...urls, ...login } })) {
    writeFileSync(join(secrets, `${file}.json`), JSON.stringify(content));
  }
  return { keystone, monasca };
}

async function chronosCall(url: string, method: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`[${method}] ${url}: ${response.status} ${text}`);
  return text.startsWith('[') || text.startsWith('{') ? JSON.parse(text) : text;
}
