import { build } from 'esbuild';
import type { TemplateFunction } from '../template.ts';

/** The code of a function, and what leads from it back to its sources; the map is deployed nowhere. */
export interface Bundled {
  code: string;
  map: string;
}

/** Bundles a function as `sam build` does, with the options of the template; the same sources give the same code on every machine. */
export async function bundled(
  repository: string,
  { entryPoint, bundle }: Pick<TemplateFunction, 'entryPoint' | 'bundle'>,
): Promise<Bundled> {
  const { outputFiles } = await build({
    absWorkingDir: repository,
    entryPoints: [entryPoint],
    ...bundle,
    bundle: true,
    platform: 'node',
    write: false,
    outdir: repository,
    sourcemap: 'external',
    sourcesContent: false,
    logLevel: 'error',
  });
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { code: textOf('.js'), map: textOf('.js.map') };
}
