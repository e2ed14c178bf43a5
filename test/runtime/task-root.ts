import { copyFileSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { TemplateFunction } from '../../local/template.ts';
import { made } from './made.ts';

const repository = join(import.meta.dirname, '../..');

/**
 * A directory with the bundle of a function and nothing else, as Lambda has it in `/var/task`. It must lie outside the
 * repository, whose package.json would make an ES module of it. The bundle is the one that `sam build` made, unless
 * there is none or the sources are newer: then it is made here, with the options that `sam build` would take.
 */
export async function taskRoot(lambda: TemplateFunction, directory: string): Promise<string> {
  const root = made(directory, lambda.id);
  const built = join(repository, '.aws-sam/build', lambda.id, 'handler.js');
  if (isNewerThanSources(built)) copyFileSync(built, join(root, 'handler.js'));
  else await bundle(lambda, root);
  return root;
}

async function bundle({ entryPoint, bundle }: TemplateFunction, outdir: string): Promise<void> {
  await build({
    absWorkingDir: repository,
    entryPoints: [entryPoint],
    ...bundle,
    ...{ bundle: true, platform: 'node', outdir, logLevel: 'error' },
  });
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
