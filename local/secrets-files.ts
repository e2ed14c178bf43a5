import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes the secrets of the local stack as files that only their owner can read; the callback key is kept if it is there. */
export function writeSecrets(directory: string, credentials: Record<string, Record<string, unknown>>): void {
  const cluster = join(directory, 'clusters', 'default');
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  const keyFile = join(directory, 'callback-key');
  if (!existsSync(keyFile)) write(keyFile, randomBytes(48).toString('base64url'));
  for (const [name, content] of Object.entries(credentials)) {
    write(join(cluster, `${name}.json`), JSON.stringify(content, null, 2));
  }
}

function write(file: string, text: string): void {
  writeFileSync(file, `${text}\n`, { mode: 0o600 });
}
