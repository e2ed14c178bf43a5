import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aboutJob, exampleJob } from '../../local/sam/example-event.ts';

type Job = Pick<typeof exampleJob, 'jobId' | 'token'>;

const directory = join(import.meta.dirname, '../../events');

/** The files of `events/`, without their ending. */
export const eventNames: readonly string[] = readdirSync(directory).map((file) =>
  file.replace(/\.json$/, ''),
);

/** The logical id of the function that an event is for: `launch-bad-field` is for `LaunchFunction`. */
export function functionOf(eventName: string): string {
  const word = eventName.split('-')[0] ?? '';
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}Function`;
}

/** The event of a file; the example's job and its token become those of another job if one is given. */
export function readEvent(name: string, { jobId, token }: Job = exampleJob): unknown {
  const text = readFileSync(join(directory, `${name}.json`), 'utf8');
  return JSON.parse(aboutJob(text, { jobId, token }));
}
