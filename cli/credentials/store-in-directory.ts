import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidRequestError } from '../../lib/job/errors.ts';
import type { StoreCredentials } from './credentials.ts';

/** Keeps credentials where the functions of a local stack look, in files that only their owner can read. */
export function directoryStore(directory: string): StoreCredentials {
  const secrets = join(directory, 'secrets');
  return async (cluster, credentials) => {
    if (!existsSync(secrets)) throw noStack(directory);
    const place = join(secrets, 'clusters', cluster);
    mkdirSync(place, { recursive: true, mode: 0o700 });
    for (const [remote, content] of Object.entries(credentials)) {
      const file = join(place, `${remote}.json`);
      writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${file}.new`, file);
    }
    return place;
  };
}

function noStack(directory: string): InvalidRequestError {
  return new InvalidRequestError(
    `No local stack keeps its state in ${directory}: start one with "npm start -- --keep", name its --directory, ` +
      'or give --url or --prefix to store in AWS Secrets Manager.',
  );
}
