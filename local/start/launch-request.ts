import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { isFields } from '../../lib/job/ancestor-words.ts';
import { frameworkLike } from '../../lib/job/frameworks.ts';
import type { StartOptions } from './options.ts';

type Fields = Record<string, unknown>;

const examples = ['examples/linpack.chronos.json', 'examples/pi.marathon.json'];
/** What one iteration of an example is to take of this machine, and the rounds from whose time it is worked out. */
const cpuSecondsPerIteration = 1;
const trialRounds = 8;
/** What each option of the command line is called in the ancestor's qos block. */
const qosWords: Record<string, string> = { deadline: 'deadline', iterationDuration: 'duration' };

/** The bodies of `POST /jobs`: for the user's job, or for the examples fitted to the speed of this machine. */
export function launchRequests({ job: file, request }: StartOptions, repository: string): Fields[] {
  if (file !== null) return [launchRequest(readJson(file), request)];
  return examples.map((example) => {
    const { job, ...rest } = launchRequest(readJson(`${repository}/${example}`), request);
    return { ...rest, job: isFields(job) ? fitToThisMachine(job) : job };
  });
}

function launchRequest(content: Fields, request: Fields): Fields {
  const given: Fields = isFields(content.job) ? content : { job: content };
  const job = isFields(given.job) ? given.job : {};
  const framework = frameworkLike(job);
  return { ...(framework ? { framework } : {}), ...given, ...request, job: withoutOverridden(job, request) };
}

function readJson(file: string): Fields {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`);
  }
  if (isFields(content)) return content;
  throw new Error(`${file} holds no JSON object.`);
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

function withoutOverridden(job: Fields, request: Fields): Fields {
  if (!isFields(job.qos)) return job;
  const overridden = Object.keys(request).map((field) => qosWords[field]);
  const qos = Object.fromEntries(Object.entries(job.qos).filter(([word]) => !overridden.includes(word)));
  return { ...job, qos };
}
