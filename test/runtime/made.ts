import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** The path of a directory that is made in another. */
export function made(directory: string, name: string): string {
  const path = join(directory, name);
  mkdirSync(path, { recursive: true });
  return path;
}
