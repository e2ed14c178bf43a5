import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The most sandboxes that a cluster keeps, as the latest are those that somebody reads. */
export const sandboxesKept = 100;

/** The folder of a task: its id, or, where that is no plain file name, what is plain of it with a digest of the whole. */
export function sandboxPath(directory: string, taskId: string): string {
  const plain = taskId.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 120);
  const digest = createHash('sha256').update(taskId).digest('hex').slice(0, 8);
  return resolve(join(directory, plain === taskId && plain !== '' ? plain : `${plain}.${digest}`));
}

/** Makes the folder of a task, with the files of its output, if it is not there yet, and returns its path. */
export function createSandbox(directory: string, taskId: string): string {
  const path = sandboxPath(directory, taskId);
  mkdirSync(path, { recursive: true });
  for (const name of ['stdout', 'stderr']) appendFileSync(join(path, name), '');
  return path;
}

/** Removes the oldest sandboxes, of which none is in use. */
export function removeOldSandboxes(directory: string, inUse: ReadonlySet<string>): void {
  const folders = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  if (folders.length <= sandboxesKept) return;
  const paths = folders.map(({ name }) => resolve(join(directory, name)));
  const byAge = paths
    .map((path) => ({ path, changedAt: statSync(path).mtimeMs }))
    .sort((a, b) => b.changedAt - a.changedAt);
  for (const { path } of byAge.slice(sandboxesKept))
    if (!inUse.has(path)) rmSync(path, { recursive: true, force: true });
}
