import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const fileOf = (directory: string) => join(directory, 'pid');

/** Makes this process the only one with a stack on the directory; throws when another lives. */
export function lockDirectory(directory: string): void {
  const holder = holderOf(directory);
  if (holder !== null) {
    throw new Error(
      `Another stack (process ${holder}) runs on ${directory}: stop it, or choose one with --directory.`,
    );
  }
  writeFileSync(fileOf(directory), String(process.pid));
}

/** The other process that has a stack on the directory; null when there is none. One that was killed holds nothing. */
export function holderOf(directory: string): number | null {
  const file = fileOf(directory);
  const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : process.pid;
  return holder !== process.pid && isAlive(holder) ? holder : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
