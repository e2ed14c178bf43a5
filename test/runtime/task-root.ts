import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtBySam } from '../../local/lambda/built-by-sam.ts';
import { bundled } from '../../local/lambda/bundle.ts';
import type { TemplateFunction } from '../../local/template.ts';
import { made } from './made.ts';

export const repository = join(import.meta.dirname, '../..');

/**
 * A directory with the bundle of a function and nothing else, as Lambda has it in `/var/task`. It must lie outside the
 * repository, whose package.json would make an ES module of it. The bundle is the one that `sam build` made, unless
 * there is none or the sources are newer: then it is made here, with the options that `sam build` would take.
 */
export async function taskRoot(lambda: TemplateFunction, directory: string): Promise<string> {
  const root = made(directory, lambda.id);
  const built = builtBySam(repository, lambda);
  if (built) copyFileSync(built, join(root, 'handler.js'));
  else writeFileSync(join(root, 'handler.js'), (await bundled(repository, lambda)).code);
  return root;
}
