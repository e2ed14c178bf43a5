import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The file, in the directory of the state, with the token of the local API. */
export const apiTokenFile = 'api-token';

/** 256 bits, as base64url. */
const form = /^[A-Za-z0-9_-]{43}$/;

/** The token of the API of the stack in the directory, for its owner's eyes only: made at the first start, and kept. */
export function keptApiToken(directory: string): string {
  const file = join(directory, apiTokenFile);
  const token = readApiToken(directory) ?? randomBytes(32).toString('base64url');
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  // Of a file that is there already, writing leaves the mode as it is.
  chmodSync(file, 0o600);
  return token;
}

/** The token that a stack in the directory has written down; null when there is none. */
export function readApiToken(directory: string): string | null {
  try {
    const token = readFileSync(join(directory, apiTokenFile), 'utf8').trim();
    return form.test(token) ? token : null;
  } catch {
    return null;
  }
}
