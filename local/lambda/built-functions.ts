import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { TemplateFunction } from '../template.ts';
import { bundled } from './bundle.ts';

type Built = Pick<TemplateFunction, 'id' | 'entryPoint' | 'bundle'>;

/** A stack that runs for days may still start functions from its bundles. */
const keptMs = 30 * 86_400_000;

/**
 * Makes the bundle of each function as it would be deployed, and keeps them below `node_modules` until something changes that may go
 * into them. Returns where the bundle of a function is, by its id.
 */
export async function builtFunctions(
  repository: string,
  lambdas: readonly Built[],
): Promise<(id: string) => string> {
  const place = join(repository, 'node_modules/.cache/pacer');
  const directory = join(place, digestOfSources(repository));
  if (!existsSync(directory)) await build(repository, directory, lambdas);
  utimesSync(directory, new Date(), new Date());
  removeOld(place);
  return (id) => join(directory, id, 'handler.js');
}

/** Another process may build the same sources at the same time. The results are equal, and the first one stays. */
async function build(repository: string, directory: string, lambdas: readonly Built[]): Promise<void> {
  mkdirSync(dirname(directory), { recursive: true });
  const made = mkdtempSync(`${directory}-`);
  for (const lambda of lambdas) {
    const { code, map } = await bundled(repository, lambda);
    mkdirSync(join(made, lambda.id));
    writeFileSync(join(made, lambda.id, 'handler.js'), code);
    writeFileSync(join(made, lambda.id, 'handler.js.map'), map);
  }
  try {
    renameSync(made, directory);
  } catch (error) {
    if (!existsSync(directory)) throw error;
    rmSync(made, { recursive: true });
  }
}

function digestOfSources(repository: string): string {
  const hash = createHash('sha256');
  for (const file of sourcesIn(repository))
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(repository, file)))
      .update('\0');
  return hash.digest('hex').slice(0, 16);
}

function sourcesIn(repository: string): string[] {
  const inRoom = (room: string) =>
    readdirSync(join(repository, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => join(room, file));
  const others = ['template.yaml', 'package-lock.json', 'tsconfig.json', 'local/lambda/bundle.ts'];
  return [...others, ...inRoom('functions'), ...inRoom('lib')].sort();
}

function removeOld(place: string): void {
  for (const name of readdirSync(place)) {
    const path = join(place, name);
    // Another process may just have renamed it, or removed it.
    const found = statSync(path, { throwIfNoEntry: false });
    if (found && Date.now() - found.mtimeMs > keptMs) rmSync(path, { recursive: true, force: true });
  }
}
