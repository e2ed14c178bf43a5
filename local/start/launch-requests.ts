import { execFileSync } from 'node:child_process';
import { launchBody } from '../../cli/launch-body.ts';
import { readJsonFile } from '../../cli/read-json-file.ts';
import { isFields } from '../../lib/request/legacy-fields.ts';
import type { StartOptions } from './options.ts';

type Fields = Record<string, unknown>;

const examples = ['examples/linpack.chronos.json', 'examples/pi.marathon.json'];
/** What one iteration of an example is to take of this machine, and the rounds from whose time it is worked out. */
const cpuSecondsPerIteration = 1;
const trialRounds = 8;
/** The bodies of `POST /jobs`: for the user's job, or for the examples fitted to the speed of this machine. */
export function launchRequests({ job: file, fields }: StartOptions, repository: string): Fields[] {
  if (file !== null) return [{ schedule: null, ...launchBody(readJsonFile(file), fields) }];
  return examples.map((example) => {
    const body = launchBody(readJsonFile(`${repository}/${example}`), fields);
    return { ...body, job: isFields(body.job) ? fitToThisMachine(body.job) : body.job };
  });
}

/** As many rounds an iteration as take one second of this machine's CPU, so that an example lasts as long everywhere. */
function fitToThisMachine(job: Fields): Fields {
  const command = String(job.command ?? job.cmd).replace(/^sleep [^;]*;/, '');
  const env = { ...process.env, ROUNDS: String(trialRounds) };
  const shown = execFileSync('sh', ['-c', `${command} >/dev/null; times`], { env, encoding: 'utf8' });
  const rounds = Math.max(1, Math.round((cpuSecondsPerIteration * trialRounds) / cpuSeconds(shown)));
  const isApp = job.cmd !== undefined;
  if (isApp) return { ...job, env: { ROUNDS: String(rounds) } };
  return { ...job, environmentVariables: [{ name: 'ROUNDS', value: String(rounds) }] };
}

/** Of the shell's children, from what its command `times` shows: user and system time as `0m1.250s`, on the second line. */
function cpuSeconds(shown: string): number {
  const [minutes, seconds] =
    /^(\d+)m([\d.]+)s/
      .exec(shown.split('\n')[1] ?? '')
      ?.slice(1)
      .map(Number) ?? [];
  return (minutes ?? 0) * 60 + (seconds ?? 0) || 0.1;
}
