import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes this process the only one with a stack on the directory; throws when another lives. One that was killed holds nothing. */
export function lockDirectory(directory: string): void {
  const file = join(directory, 'pid');
  const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : process.pid;
  if (holder !== process.pid && isAlive(holder)) {
    throw new Error(
      `Another stack (process ${holder}) runs on ${directory}: stop it, or choose one with --directory.`,
    );
  }
  writeFileSync(file, String(process.pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
