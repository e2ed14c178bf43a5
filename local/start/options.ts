import { parseArgs } from 'node:util';
import { type LaunchOptions, launchOptions } from '../../cli/launch-options.ts';
import { parse } from '../../lib/request/parse.ts';

export interface StartOptions {
  keep: boolean;
  /** Nothing is launched: the stack is for others to use. */
  bare: boolean;
  /** Tasks run in containers of a Docker engine. */
  docker: boolean;
  verbose: boolean;
  directory: string;
  port: number | null;
  /** Where containers reach the API, when not at its own address. */
  callbackUrl: string | null;
  /** The user's own job instead of the examples. */
  job: string | null;
  /** Fields of the launch request that stand above what the job file says. */
  fields: LaunchOptions;
}

/** Where the state is kept, unless another place is given. */
export const usualDirectory = '.pacer';

export const usage = `npm start -- [options]
  --job FILE            run your own job: a native Chronos job or Marathon app, or a launch request that has one under "job"
  --deadline 10m        when it must be done: 10m, PT10M, 600 or 2030-01-31T18:00:00Z
  --iterations 20       how many times the command must succeed
  --duration 35s        how long you expect one iteration to take
  --law step            the control law: adaptive (default) or step
  --keep                keep the stack running; when started again, it continues where it was
  --bare                as --keep, and launch nothing
  --docker              run the jobs' images in containers, with the Docker engine of this machine
  --directory .pacer    where the state is kept
  --port 8880           of the API
  --callback-url URL    where containers reach the API, if that is another address: http://10.0.0.5:8880
  --verbose             show what the functions log`;

/** The options of the command line; throws a sentence about the first that is wrong. */
export function parseOptions(args: string[]): StartOptions {
  const { values } = parseArgs({
    args,
    options: {
      keep: { type: 'boolean', default: false },
      bare: { type: 'boolean', default: false },
      docker: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      directory: { type: 'string', default: usualDirectory },
      port: { type: 'string' },
      'callback-url': { type: 'string' },
      job: { type: 'string' },
      deadline: { type: 'string' },
      iterations: { type: 'string' },
      duration: { type: 'string' },
      law: { type: 'string' },
    },
  });
  const { bare, docker, verbose, directory, job = null } = values;
  if (bare && job !== null) throw new Error('--bare launches nothing: leave --job out, or --bare.');
  return {
    keep: values.keep || bare,
    bare,
    docker,
    verbose,
    directory,
    job,
    fields: parse(launchOptions, values, 'command line'),
    port: values.port === undefined ? null : portNumber(values.port),
    callbackUrl: values['callback-url'] === undefined ? null : baseUrl(values['callback-url']),
  };
}

function portNumber(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Error(`Invalid --port ${text}: give a whole number up to 65535, or 0 for a free port.`);
}

function baseUrl(text: string): string {
  const { protocol, origin, pathname } = URL.parse(text) ?? { protocol: '', origin: '', pathname: '' };
  if (protocol === 'http:' || protocol === 'https:') return origin + (pathname === '/' ? '' : pathname);
  throw new Error(`Invalid --callback-url ${text}: give a URL such as http://host.docker.internal:8880.`);
}
