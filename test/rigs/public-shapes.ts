import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameworkName } from '../../lib/job/frameworks.ts';

const directory = join(import.meta.dirname, '../shapes');

export interface PublicShape {
  name: string;
  file: string;
  framework: FrameworkName;
  job: Record<string, unknown>;
}

/** Job files in the shapes in which people publish theirs: the keys, types and forms are found, everything else is made up. */
export const publicShapes: readonly PublicShape[] = readdirSync(directory)
  .filter((each) => each.endsWith('.json'))
  .sort()
  .map((each) => {
    const file = join(directory, each);
    const name = each.replace('.json', '');
    const framework = name.startsWith('chronos') ? 'chronos' : 'marathon';
    return { name, file, framework, job: JSON.parse(readFileSync(file, 'utf8')) };
  });

/** Those that no Pacer can run, each with the fields that it names and why. */
export const refusedShapes: Readonly<Record<string, readonly [field: string, problem: RegExp][]>> = {
  'chronos-01': [['job.shell', /^must be true or absent: the command is run by a shell/]],
  'marathon-06': [['job.cmd', /^must be the shell command of one iteration; or args instead/]],
  'marathon-09': [
    ['job.container.volumes.0.persistent', /^cannot be used: Marathon cannot change the cpus of such an app/],
    ['job.cmd', /^must be the shell command of one iteration; or args instead/],
  ],
};
