import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;

/** The files of the page by name: its script, the simulation that it loads for a replay, its style sheet and the document. */
export async function buildPage(): Promise<Record<string, Buffer>> {
  const [page, replay] = await Promise.all([bundled('page.ts'), bundled('replay/worker.ts')]);
  return {
    'index.html': readFileSync(join(here, 'index.html')),
    'page.css': readFileSync(join(here, 'page.css')),
    'page.js': page,
    'replay.js': replay,
  };
}

async function bundled(entry: string): Promise<Buffer> {
  const { outputFiles } = await build({
    absWorkingDir: here,
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    target: 'es2023',
    minify: true,
    write: false,
    legalComments: 'none',
    logLevel: 'error',
  });
  return Buffer.from(outputFiles[0]?.contents ?? []);
}
