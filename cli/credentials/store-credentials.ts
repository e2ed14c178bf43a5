import { isLoopback, regionOf } from '../api/api-url.ts';
import type { Session } from '../session.ts';
import type { CredentialFiles } from './options.ts';
import { readCredentials } from './read-credentials.ts';
import { directoryStore } from './store-in-directory.ts';

export interface Stored {
  cluster: string;
  stored: string[];
  place: string;
}

/** Reads the files and keeps their contents where the API's functions look. */
export async function storeCredentials(session: Session, files: CredentialFiles): Promise<Stored> {
  const { cluster = 'default' } = files;
  const credentials = readCredentials(files);
  const store = await storeOf(session, files);
  const place = await store(cluster, credentials);
  return { cluster, stored: Object.keys(credentials), place };
}

export function storedSentence({ cluster, stored, place }: Stored): string {
  return `Stored the credentials of ${stored.join(', ')} for the cluster ${cluster} in ${place}.`;
}

/** In files for an API on this machine, else in Secrets Manager of the API's region. */
async function storeOf({ apiUrl, directory }: Session, { prefix }: CredentialFiles) {
  if (prefix === undefined && isLoopback(apiUrl)) return directoryStore(directory);
  const { secretsManagerStore } = await import('./store-in-secrets-manager.ts');
  return secretsManagerStore({ prefix: prefix ?? 'pacer', region: regionOf(apiUrl) });
}
