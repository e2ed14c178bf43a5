import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const repository = join(import.meta.dirname, '../..');

/** The tests of `npm test` in some rooms, each given as a path or a pattern. */
export const testsIn = (rooms: readonly string[]): string[] =>
  globSync(
    rooms.map((room) => `${room}/**/*.test.ts`),
    { cwd: repository },
  )
    .filter((file) => !file.endsWith('.thorough.test.ts'))
    .sort();

/**
 * Runs the tests of some rooms in this process: to start one for each file, and to load the same modules in each, took most of their
 * time. A hook of such a file belongs into a `describe`: outside it would be one of all these files.
 */
export async function together(rooms: readonly string[]): Promise<void> {
  for (const file of testsIn(rooms)) await import(pathToFileURL(join(repository, file)).href);
}
