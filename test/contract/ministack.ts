import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Listening } from '../../simulators/http/listen.ts';
import { freePort } from './free-port.ts';
import { answersWithin } from './server-process.ts';

const program = join(import.meta.dirname, '../../.venv-ministack/bin/ministack');

/** Why ministack, an emulator of AWS of other people, cannot be run here, or false. */
export const ministackMissing: string | false = existsSync(program)
  ? false
  : 'ministack is not installed: .ci/run has the commands';

export interface MinistackOptions {
  /** As AWS' command line names them, with commas; all if not given. */
  services?: string;
  /** Where it writes what it makes of code that is uploaded. */
  directory: string;
  /** Whether it checks signatures, and what the policies of roles give. */
  checksPermissions?: boolean;
  /** The file that takes what it logs. */
  output?: number;
  /** More of its own settings. */
  settings?: Record<string, string>;
}

/** ministack, with nothing in it, on the loopback interface. */
export async function startMinistack(options: MinistackOptions): Promise<Listening> {
  const { services, directory, checksPermissions = false, output, settings = {} } = options;
  const port = await freePort();
  mkdirSync(directory, { recursive: true });
  const server = spawn(program, {
    cwd: directory,
    stdio: ['ignore', output ?? 'ignore', output ?? 'ignore'],
    env: {
      PATH: process.env.PATH,
      HOME: directory,
      TMPDIR: directory,
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      AUTH: String(checksPermissions),
      // These would listen at ports of their own, on all addresses.
      SFTP_ENABLED: '0',
      IOT_MTLS_ENABLED: '0',
      ...(services === undefined ? {} : { SERVICES: services }),
      ...settings,
    },
  });
  return answersWithin(server, `http://127.0.0.1:${port}`);
}
