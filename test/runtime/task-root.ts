import { copyFileSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  const built = builtBySam(lambda);
  if (built) copyFileSync(built, join(root, 'handler.js'));
  else writeFileSync(join(root, 'handler.js'), (await bundled(repository, lambda)).code);
  return root;
}

/** The bundle that `sam build` made of the sources as they are; null when there is none. */
export function builtBySam({ id }: TemplateFunction): string | null {
  const built = join(repository, '.aws-sam/build', id, 'handler.js');
  return isNewerThanSources(built) ? built : null;
}

function isNewerThanSources(file: string): boolean {
  return existsSync(file) && statSync(file).mtimeMs > newestSourceMs();
}

function newestSourceMs(): number {
  const sources = ['functions', 'lib'].flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
      join(repository, folder, path),
    ),
  );
  return Math.max(...[...sources, join(repository, 'template.yaml')].map((path) => statSync(path).mtimeMs));
}
