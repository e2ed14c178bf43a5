import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const directory = join(import.meta.dirname, '../../events');
const example = {
  jobId: '01KDW3R5T0EXAMP1E0J0B00001',
  token: 'the-token-that-the-containers-of-this-job-have',
};

/** The files of `events/` that are events, without their ending. */
export const eventNames: readonly string[] = readdirSync(directory)
  .filter((file) => file !== 'env.json')
  .map((file) => file.replace(/\.json$/, ''));

/** The logical id of the function that an event is for: `launch-bad-field` is for `LaunchFunction`. */
export function functionOf(eventName: string): string {
  const word = eventName.split('-')[0] ?? '';
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}Function`;
}

/** The event of a file; the example's job and its token become those of another job if one is given. */
export function readEvent(name: string, job = example): unknown {
  const text = readFileSync(join(directory, `${name}.json`), 'utf8');
  return JSON.parse(text.replaceAll(example.jobId, job.jobId).replaceAll(example.token, job.token));
}
