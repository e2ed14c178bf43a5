import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { answers } from './answers.ts';
import { freePort } from './free-port.ts';
import { realKeystoneMissing, startRealKeystone } from './real-keystone.ts';

const python = fileURLToPath(new URL('../../.venv-monasca/bin/python', import.meta.url));
const program = fileURLToPath(new URL('real_monasca.py', import.meta.url));
// Falcon 4 lacks what monasca-api calls; oslo.db is the last one that knows SQLAlchemy 1.4.
const packages = 'monasca-api==11.0.0 falcon==3.1.3 SQLAlchemy==1.4.54 oslo.db==14.1.0';
const install = `/usr/bin/python3 -m venv .venv-monasca && .venv-monasca/bin/pip install ${packages}`;

/** Why the real Monasca cannot be run here, or false. */
export const realMonascaMissing = existsSync(python) ? realKeystoneMissing : `no ${python}: ${install}`;

/** Each user's role in Monasca, all in one project with one password. */
export const accounts = {
  project: 'mesos',
  password: 'p"w',
  roles: { user: 'monasca-user', reader: 'monasca-read-only-user' },
};

// It passes `true` on as it came.
const value = z.union([z.number(), z.boolean().transform(Number)]);
const publishedMetric = z.object({ metric: z.object({ name: z.string(), value }) });
const published = z.object({ topic: z.string(), message: z.unknown() });

/** What it would put into Kafka goes into a file; or it is let look for a Kafka that is not there. */
export type KafkaOfTheReal = 'file' | 'away';

/**
 * OpenStack's own Monasca API behind OpenStack's own Keystone, fresh in temporary directories. Alarm definitions and
 * notification methods are kept in SQLite.
 */
export async function startRealMonasca(kafka: KafkaOfTheReal = 'file') {
  const { project, password, roles } = accounts;
  const service = { user: 'monasca', password: 'service', project: 'service' };
  const users = Object.entries(roles).map(([user, role]) => ({ user, password, project, role }));
  const keystone = await startRealKeystone(service, ...users);
  const directory = await mkdtemp(join(tmpdir(), 'real-monasca-'));
  const port = await freePort();
  const env = {
    PATH: '/usr/bin:/bin',
    SERVICE_USER: service.user,
    SERVICE_PASSWORD: service.password,
    SERVICE_PROJECT: service.project,
  };
  const nothing = kafka === 'away' ? [`127.0.0.1:${await freePort()}`] : [];
  const args = ['-W', 'ignore', program, directory, keystone.url, String(port), ...nothing];
  const server = spawn(python, args, { env, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  const close = async () => {
    server.kill();
    await ended;
    await keystone.close();
    await rm(directory, { recursive: true });
  };
  const received = async () =>
    (await readFile(join(directory, 'published'), 'utf8')).split('\n').flatMap(metricIn);
  // Without Kafka it never calls itself healthy, so any answer will do.
  if (await answers(`${url}/healthcheck`, 503)) return { url, keystoneUrl: keystone.url, received, close };
  await close();
  throw new Error(`Monasca does not answer at ${url}`);
}

function metricIn(line: string) {
  if (line === '') return [];
  const { topic, message } = published.parse(JSON.parse(line));
  return topic === 'metrics' ? [publishedMetric.parse(message).metric] : [];
}
