import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { builtBySam } from '../lambda/built-by-sam.ts';
import { localAws } from '../local-aws.ts';
import { readableLine } from '../log-line.ts';
import { holderOf, lockDirectory } from '../start/directory-lock.ts';
import { readTemplate } from '../template.ts';
import { environmentFileIn, startBackend } from './backend.ts';
import { eventText } from './example-event.ts';
import { parseArguments, type SamLocalOptions, usage } from './options.ts';

const repository = join(import.meta.dirname, '../..');
const { functions } = readTemplate(repository, localAws.resolve);
const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';

const options = parseArguments(process.argv.slice(2));
process.exitCode = options
  ? await samLocal(options).catch((error: Error) => told(error))
  : told(new Error(usage), 2);

function told({ message }: Error, exitCode = 1): number {
  console.error(message);
  return exitCode;
}

async function samLocal(given: SamLocalOptions): Promise<number> {
  const { command, directory, eventFile } = given;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (functions.some((each) => builtBySam(repository, each) === null)) {
    const code = await sam(['build', '--parallel'], null);
    if (code !== 0) return code;
  }
  const isUp = command === 'invoke' && holderOf(directory) !== null;
  const backend = isUp ? null : await openBackend(given);
  try {
    return await sam(argumentsOf(given), command === 'invoke' ? await eventText(eventFile, directory) : null);
  } finally {
    await backend?.close();
  }
}

function openBackend({ command, port, directory }: SamLocalOptions) {
  lockDirectory(directory);
  const logFile = join(directory, 'functions.log');
  return startBackend({
    directory,
    functions,
    callbackUrl: command === 'start-api' ? `http://127.0.0.1:${port}` : null,
    onLine: (name, line) => appendFileSync(logFile, `${readableLine(name, line)}\n`),
  });
}

function argumentsOf({ command, functionId, port, directory, more }: SamLocalOptions): string[] {
  const own =
    command === 'invoke'
      ? ['invoke', functionId, '--event', '-']
      : ['start-api', '--port', String(port), '--warm-containers', 'LAZY'];
  const environment = ['--env-vars', resolve(environmentFileIn(directory))];
  return ['local', ...own, ...environment, '--parameter-overrides', `Architecture=${architecture}`, ...more];
}

/** Runs SAM in a group of its own, so that Ctrl-C reaches it once, and resolves to its exit code. Its functions get no credentials of the user. */
async function sam(args: string[], input: string | null): Promise<number> {
  const { accessKeyId, secretAccessKey } = localAws.credentials;
  const child = spawn('sam', args, {
    cwd: repository,
    detached: true,
    stdio: [input === null ? 'ignore' : 'pipe', 'inherit', 'inherit'],
    env: {
      ...process.env,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: '',
      AWS_REGION: localAws.region,
      AWS_DEFAULT_REGION: localAws.region,
    },
  });
  const interrupt = () => void child.kill('SIGINT');
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  child.stdin?.end(input);
  const failed = new Promise<never>((_, reject) => child.once('error', (error) => reject(explained(error))));
  const [code] = await Promise.race([once(child, 'exit'), failed]);
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  return Number(code ?? 1);
}

function explained(error: NodeJS.ErrnoException): Error {
  if (error.code !== 'ENOENT') return error;
  return new Error('There is no program sam on the PATH: pip install aws-sam-cli==1.170.0');
}
