import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { appDefinition } from './app.ts';
import { appTask, taskFailure } from './app-task.ts';
import { storedDeployment } from './deployment.ts';

const storedState = z.strictObject({
  groups: z.array(z.string()).default([]),
  rootVersion: z.string().default(new Date(0).toISOString()),
  versions: z.array(z.array(appDefinition)),
  deployments: z.array(storedDeployment),
  tasks: z.array(appTask),
  failures: z.array(taskFailure),
});

/** What outlives a leader: the groups, every version of every app, the deployments that run, and the tasks. */
export type StoredState = z.infer<typeof storedState>;

/** Reads what was stored; nothing was if there is no file. Throws if the file is not what was written. */
export function loadState(path: string): StoredState {
  try {
    return storedState.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return storedState.parse({ versions: [], deployments: [], tasks: [], failures: [] });
    }
    throw new Error(`cannot read ${path}: delete it to start without apps`, { cause: error });
  }
}

/** Replaces the file as a whole, so that a kill at any moment leaves the old or the new one. */
export function saveState(path: string, state: StoredState): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(state));
  renameSync(`${path}.new`, path);
}
