import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TemplateFunction } from '../template.ts';

/** The bundle that `sam build` made of the sources as they are; null when there is none. */
export function builtBySam(repository: string, { id }: Pick<TemplateFunction, 'id'>): string | null {
  const built = join(repository, '.aws-sam/build', id, 'handler.js');
  return existsSync(built) && statSync(built).mtimeMs > newestSourceMs(repository) ? built : null;
}

function newestSourceMs(repository: string): number {
  const sources = ['functions', 'lib'].flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
      join(repository, folder, path),
    ),
  );
  return Math.max(...[...sources, join(repository, 'template.yaml')].map((path) => statSync(path).mtimeMs));
}
