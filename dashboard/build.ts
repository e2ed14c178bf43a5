import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;

/** The files of the page by name: one script, one style sheet and the document. */
export async function buildPage(): Promise<Record<string, Buffer>> {
  const { outputFiles } = await build({
    absWorkingDir: here,
    entryPoints: ['page.ts'],
    bundle: true,
    format: 'esm',
    target: 'es2023',
    minify: true,
    write: false,
    legalComments: 'none',
    logLevel: 'error',
  });
  return {
    'index.html': readFileSync(join(here, 'index.html')),
    'page.css': readFileSync(join(here, 'page.css')),
    'page.js': Buffer.from(outputFiles[0]?.contents ?? []),
  };
}
