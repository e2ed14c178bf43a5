import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../e2e/until.ts';

const repository = join(import.meta.dirname, '../..');
const script = join(repository, 'local/sam/sam-local.ts');
/** The image is made here. */
const own = ['--skip-pull-image'];

export interface SamApi {
  url: string;
  directory: string;
  /** What SAM and the containers of the functions wrote. */
  log(): string;
  close(): Promise<void>;
}

/** `sam local start-api`, as `npm run sam-local` starts it, on a stack of its own. */
export async function startSamApi(directory: string, port: number): Promise<SamApi> {
  const logFile = join(directory, 'start-api.log');
  const output = openSync(logFile, 'w');
  const child = spawn(process.execPath, [script, 'start-api', ...portAnd(directory, port), ...own], {
    cwd: repository,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const log = () => readFileSync(logFile, 'utf8');
  const url = `http://127.0.0.1:${port}`;
  const close = () => ended(child);
  const answers = async () => (child.exitCode !== null || (await isUp(url)) ? true : undefined);
  await until(answers, { timeoutMs: 180_000, missing: () => `start-api does not answer:\n${log()}` });
  if (child.exitCode !== null) throw new Error(`start-api ended:\n${log()}`);
  return { url, directory, log, close };
}

const portAnd = (directory: string, port: number) => ['--port', String(port), '--directory', directory];

/** The first call starts the container of its function. */
async function isUp(url: string): Promise<boolean> {
  return fetch(`${url}/jobs`).then(
    ({ status }) => status === 200,
    () => false,
  );
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

const run = promisify(execFile);

/** What `sam local invoke` prints, as `npm run sam-local` calls it on the stack that is up, and what the function logs. */
export async function samInvoke({ directory }: SamApi, functionName: string, eventFile: string) {
  const args = [script, 'invoke', functionName, eventFile, '--directory', directory, ...own];
  const { stdout, stderr } = await run(process.execPath, args, { cwd: repository });
  return { reply: stdout.trim(), logged: stderr };
}
