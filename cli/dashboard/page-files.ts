import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files of the page, by name. */
export type PageFiles = Record<string, Buffer>;

/** The file names that the page consists of. */
export const pageFileNames = ['index.html', 'page.js', 'page.css', 'replay.js'] as const;

/** Beside the packed command line; in the repository the page is built from its sources. */
export async function pageFiles(): Promise<PageFiles> {
  const packed = join(import.meta.dirname, 'dashboard');
  if (existsSync(join(packed, 'page.js'))) {
    return Object.fromEntries(pageFileNames.map((name) => [name, readFileSync(join(packed, name))]));
  }
  // The name is computed, so that the packed command line holds no bundler.
  const builder = new URL('../../dashboard/build.ts', import.meta.url).href;
  const { buildPage }: { buildPage: () => Promise<PageFiles> } = await import(builder);
  return buildPage();
}
