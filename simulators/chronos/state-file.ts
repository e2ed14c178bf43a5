import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { chronosJob } from './job.ts';

const storedState = z.strictObject({ jobs: z.array(chronosJob), taskIds: z.array(z.string()) });

/** What outlives a leader: the jobs with their counters, and which tasks were active. */
export type StoredState = z.infer<typeof storedState>;

/** Reads what was stored; nothing was if there is no file. Throws if the file is not what was written. */
export function loadState(path: string): StoredState {
  try {
    return storedState.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { jobs: [], taskIds: [] };
    throw new Error(`cannot read ${path}: delete it to start without jobs`, { cause: error });
  }
}

/** Replaces the file as a whole, so that a kill at any moment leaves the old or the new one. */
export function saveState(path: string, state: StoredState): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(state));
  renameSync(`${path}.new`, path);
}
