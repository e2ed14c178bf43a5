import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isFields } from '../../lib/job/ancestor-words.ts';
import type { StartOptions } from './options.ts';

type Fields = Record<string, unknown>;

const example = 'examples/linpack.chronos.json';
const cpuSecondsPerIteration = 1;
const trialSystems = 8;
/** What each option of the command line is called in the ancestor's qos block. */
const qosWords: Record<string, string> = { deadline: 'deadline', iterationDuration: 'duration' };

/** The body of `POST /jobs` for the user's job, or for the example fitted to the speed of this machine. */
export function launchRequest({ job: file, request }: StartOptions, repository: string): Fields {
  const content = readJson(file ?? `${repository}/${example}`);
  const given: Fields = isFields(content.job) ? content : { job: content };
  const job = isFields(given.job) ? given.job : {};
  const fitted = file === null ? fitToThisMachine(job) : job;
  return { ...given, ...request, job: withoutOverridden(fitted, request) };
}

function readJson(file: string): Fields {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (isFields(content)) return content;
  throw new Error(`${file} holds no JSON object.`);
}

/** As many systems of equations an iteration as take one second of this machine's CPU, so that the example lasts as long everywhere. */
function fitToThisMachine(job: Fields): Fields {
  const command = String(job.command).replace(/^sleep [^;]*;/, '');
  const env = { ...process.env, LINPACK_SYSTEMS: String(trialSystems) };
  const shown = execFileSync('sh', ['-c', `${command} >/dev/null; times`], { env, encoding: 'utf8' });
  const systems = Math.max(1, Math.round((cpuSecondsPerIteration * trialSystems) / cpuSeconds(shown)));
  return { ...job, environmentVariables: [{ name: 'LINPACK_SYSTEMS', value: String(systems) }] };
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

function withoutOverridden(job: Fields, request: Fields): Fields {
  if (!isFields(job.qos)) return job;
  const overridden = Object.keys(request).map((field) => qosWords[field]);
  const qos = Object.fromEntries(Object.entries(job.qos).filter(([word]) => !overridden.includes(word)));
  return { ...job, qos };
}
