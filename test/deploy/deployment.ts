import { execFile } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { localAws } from '../../local/local-aws.ts';
import { startMinistack } from '../contract/ministack.ts';
import { startMesos } from '../runtime/mesos.ts';
import type { Open } from '../runtime/opened.ts';
import { functionLog } from './function-log.ts';
import { apiId, rewriteForMinistack } from './rewrite-template.ts';

const repository = join(import.meta.dirname, '../..');
/** Who may do everything, as the first user of an account. */
const root = { AWS_ACCESS_KEY_ID: 'root-key', AWS_SECRET_ACCESS_KEY: 'root-secret' };
const run = promisify(execFile);

export interface Deployment {
  apiUrl: string;
  /** The credential files of the cluster. */
  chronosFile: string;
  marathonFile: string;
  /** What `pacer` writes; rejects when its exit code is not 0. */
  pacer(...args: string[]): Promise<string>;
  /** What the emulator logged. */
  log(): string;
  /** What a function logged: the logical id of its log group. */
  logOf(logicalId: string): Promise<string>;
}

/** The template, deployed by `sam deploy` to an emulator of AWS that checks permissions, beside a cluster. */
export async function deployed(directory: string, open: Open): Promise<Deployment> {
  const logFile = join(directory, 'ministack.log');
  mkdirSync(directory, { recursive: true });
  const output = openSync(logFile, 'w');
  const emulator = startMinistack({
    directory: join(directory, 'aws'),
    checksPermissions: true,
    output,
    settings: root,
  });
  const { url } = await open(emulator);
  closeSync(output);
  const environment = environmentFor(url);
  const apiUrl = `${url}/_aws/execute-api/${apiId}/$default`;
  await deploy(environment, apiUrl);
  const secrets = await startMesos(join(directory, 'mesos'), open);
  return {
    apiUrl,
    chronosFile: join(secrets, 'clusters/default/chronos.json'),
    marathonFile: join(secrets, 'clusters/default/marathon.json'),
    pacer: (...args) => pacer(environment, [...args, '--sign', '--url', apiUrl]),
    log: () => readFileSync(logFile, 'utf8'),
    logOf: (logicalId) =>
      functionLog(
        {
          url,
          credentials: { accessKeyId: root.AWS_ACCESS_KEY_ID, secretAccessKey: root.AWS_SECRET_ACCESS_KEY },
        },
        logicalId,
      ),
  };
}

function environmentFor(url: string): NodeJS.ProcessEnv {
  const { region } = localAws;
  return { ...process.env, ...root, AWS_REGION: region, AWS_DEFAULT_REGION: region, AWS_ENDPOINT_URL: url };
}

async function deploy(env: NodeJS.ProcessEnv, CallbackBaseUrl: string): Promise<void> {
  const { template, changes } = rewriteForMinistack(join(repository, '.aws-sam/build'));
  for (const change of changes) console.log(`rewritten for ministack: ${change}`);
  const capabilities = ['--capabilities', 'CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'];
  const parameters = ['--parameter-overrides', `CallbackBaseUrl=${CallbackBaseUrl}`];
  const place = ['--template-file', template, '--stack-name', 'pacer', '--resolve-s3'];
  const options = ['--no-confirm-changeset', '--no-progressbar', ...capabilities, ...parameters];
  await run('sam', ['deploy', ...place, ...options], { env, cwd: repository });
}

async function pacer(env: NodeJS.ProcessEnv, args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [join(repository, 'cli/pacer.ts'), ...args], { env });
  return stdout;
}
