import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { answers } from './answers.ts';
import { freePort } from './free-port.ts';

const manage = '/usr/bin/keystone-manage';
const serve = '/usr/bin/keystone-wsgi-public';

/** Why the real Keystone cannot be run here, or false. */
export const realKeystoneMissing =
  existsSync(manage) && existsSync(serve) ? false : `no ${manage}: apt-get install python3-keystone`;

export interface Account {
  user: string;
  password: string;
  project: string;
  /** In that project; none: `admin`. */
  role?: string;
}

/** OpenStack's own Keystone, fresh in a temporary directory with these users. */
export async function startRealKeystone(...accounts: Account[]) {
  const directory = await mkdtemp(join(tmpdir(), 'keystone-'));
  const config = join(directory, 'keystone.conf');
  await writeFile(config, configuration(directory));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const run = (...args: string[]) => promisify(execFile)(manage, ['--config-file', config, ...args], { env });
  const owner = [
    '--keystone-user',
    String(process.getuid?.()),
    '--keystone-group',
    String(process.getgid?.()),
  ];
  await Promise.all([run('db_sync'), run('fernet_setup', ...owner)]);
  for (const { user, password, project, role = 'admin' } of accounts) {
    const who = ['--bootstrap-username', user, '--bootstrap-password', password];
    const where = ['--bootstrap-project-name', project, '--bootstrap-public-url', `${url}/v3`];
    await run('bootstrap', ...who, ...where, '--bootstrap-role-name', role);
  }
  const server = spawn(
    serve,
    ['--host', '127.0.0.1', '--port', String(port), '--', '--config-file', config],
    {
      env,
      stdio: 'ignore',
    },
  );
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const close = async () => {
    server.kill();
    await ended;
    await rm(directory, { recursive: true });
  };
  if (await answers(`${url}/v3`)) return { url, close };
  await close();
  throw new Error(`Keystone does not answer at ${url}`);
}

/** Without the OS_* variables, which would be taken for its own configuration. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OS_')));

function configuration(directory: string): string {
  return `[database]
connection = sqlite:///${directory}/keystone.db
[fernet_tokens]
key_repository = ${directory}/fernet
[credential]
key_repository = ${directory}/credential
[oslo_policy]
policy_dirs = ${directory}/policy.d
[cache]
enabled = false
[identity]
password_hash_rounds = 4
`;
}
