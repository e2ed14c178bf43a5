import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildPage } from '../../dashboard/build.ts';
import manifest from '../../package.json' with { type: 'json' };

const repository = join(import.meta.dirname, '..', '..');

/** The name `pacer` on npm is somebody else's. */
export const packageName = 'pacer-mesos';

const packageManifest = {
  name: packageName,
  version: manifest.version,
  description: 'The command line of Pacer, which finishes jobs on Apache Mesos on their deadline',
  license: manifest.license,
  type: 'module',
  bin: { pacer: 'pacer.mjs' },
  // What is newest of Node here is `tls.getCACertificates`.
  engines: { node: '>=22.15.0' },
  files: ['pacer.mjs', 'dashboard'],
};

/** What is CommonJS among the libraries requires modules of Node, which a module has no `require` for. */
const banner = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

/**
 * Writes the command line as a package into the folder, which is emptied first: one file without dependencies. Node strips no types
 * below `node_modules`, so the sources cannot be installed.
 */
export async function buildPackage(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await build({
    absWorkingDir: repository,
    entryPoints: ['cli/pacer.ts'],
    outfile: join(folder, 'pacer.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    target: 'node22',
    minify: true,
    banner: { js: banner },
    logLevel: 'error',
  });
  chmodSync(join(folder, 'pacer.mjs'), 0o755);
  await writePage(join(folder, 'dashboard'));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(packageManifest, null, 2)}\n`);
  copyFileSync(join(import.meta.dirname, 'README.md'), join(folder, 'README.md'));
  copyFileSync(join(repository, 'LICENSE'), join(folder, 'LICENSE'));
}

/** What `pacer dashboard` serves. */
async function writePage(folder: string): Promise<void> {
  mkdirSync(folder);
  for (const [name, content] of Object.entries(await buildPage())) writeFileSync(join(folder, name), content);
}
