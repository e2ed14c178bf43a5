import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of a task: its id, or, where that is no plain file name, what is plain of it with a digest of the whole. */
export function sandboxPath(directory: string, taskId: string): string {
  const plain = taskId.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 120);
  const digest = createHash('sha256').update(taskId).digest('hex').slice(0, 8);
  return resolve(join(directory, plain === taskId && plain !== '' ? plain : `${plain}.${digest}`));
}

/** Makes the folder of a task if it is not there yet, and returns its path. */
export function createSandbox(directory: string, taskId: string): string {
  const path = sandboxPath(directory, taskId);
  mkdirSync(path, { recursive: true });
  return path;
}
