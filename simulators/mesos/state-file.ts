import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type * as z from 'zod';

/** What a framework keeps over a restart: the form of its file, what it begins with, and what is lost without it, in the plural. */
export interface Kept<Schema extends z.ZodType> {
  schema: Schema;
  empty: z.output<Schema>;
  what: string;
}

/** Reads what was stored; nothing was if there is no file. Throws if the file is not what was written. */
export function loadState<Schema extends z.ZodType>(
  path: string,
  { schema, empty, what }: Kept<Schema>,
): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return empty;
    throw new Error(`cannot read ${path}: delete it to start without ${what}`, { cause: error });
  }
}

/** Replaces the file as a whole, so that a kill at any moment leaves the old or the new one. */
export function saveState(path: string, state: object): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(state));
  renameSync(`${path}.new`, path);
}
