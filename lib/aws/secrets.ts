import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  GetSecretValueCommand,
  InvalidRequestException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { jsonOf } from '../http/json.ts';
import type { Now } from '../ports/environment.ts';
import { isFields } from '../request/legacy-fields.ts';
import { once } from '../request/timed.ts';
import { knowSecrets } from '../secrecy/known-secrets.ts';
import type { Secret } from '../secrecy/secret-forms.ts';
import { awsTimeouts } from './aws-timeouts.ts';

/** The text of a secret such as `callback-key` or `clusters/default`; `fresh` passes by the cache. */
export type ReadSecret = (name: string, fresh?: boolean) => Promise<string>;

/** There is no secret of that name. */
export class MissingSecretError extends Error {
  override readonly name = 'MissingSecretError';
}

const cachedMs = 300_000;

interface SecretSettings {
  SECRETS_PREFIX?: string | undefined;
  SECRETS_DIRECTORY?: string | undefined;
}

/** Secrets from files where there is a directory of them, else from Secrets Manager; cached for five minutes. */
export function secretReader({ SECRETS_DIRECTORY, SECRETS_PREFIX }: SecretSettings, now: Now): ReadSecret {
  if (SECRETS_DIRECTORY) return keptSecrets(fromFiles(SECRETS_DIRECTORY), now);
  if (SECRETS_PREFIX) return keptSecrets(fromSecretsManager(SECRETS_PREFIX), now);
  throw new Error('Set SECRETS_PREFIX (Secrets Manager) or SECRETS_DIRECTORY (files).');
}

/** A directory of JSON files reads as one object: what `chronos.json` holds is under `chronos`. */
function fromFiles(directory: string): ReadSecret {
  return async (name) => {
    const path = join(directory, name);
    const found = await stat(path).catch(() => null);
    if (!found) throw new MissingSecretError(`There is no secret ${name} in the directory of secrets.`);
    if (found.isFile()) return (await readFile(path, 'utf8')).trim();
    const files = (await readdir(path)).filter((file) => file.endsWith('.json'));
    const entries = files.map(async (file) => {
      const text = await readFile(join(path, file), 'utf8');
      return [basename(file, '.json'), jsonOf(text, `The secret ${name}/${file}`)];
    });
    return JSON.stringify(Object.fromEntries(await Promise.all(entries)));
  };
}

function fromSecretsManager(prefix: string): ReadSecret {
  const client = once(() => new SecretsManagerClient({ maxAttempts: 3, requestHandler: awsTimeouts }));
  return async (name) => {
    const asked = client().send(new GetSecretValueCommand({ SecretId: `${prefix}/${name}` }));
    const { SecretString } = await asked.catch((error: Error) => {
      if (error instanceof InvalidRequestException && /deletion/.test(error.message))
        throw new MissingSecretError(
          `The secret ${prefix}/${name} is marked for deletion; restore it with "aws secretsmanager restore-secret".`,
        );
      if (!(error instanceof ResourceNotFoundException)) throw error;
      throw new MissingSecretError(`There is no secret ${prefix}/${name} in Secrets Manager.`);
    });
    if (!SecretString) throw new Error(`The secret ${prefix}/${name} holds no text; store it as a string.`);
    return SecretString;
  };
}

/** The same secrets, each read anew after five minutes. */
export function keptSecrets(read: ReadSecret, now: Now): ReadSecret {
  const kept = new Map<string, { text: Promise<string>; until: number }>();
  return (name, fresh = false) => {
    const known = kept.get(name);
    if (known && !fresh && known.until > now()) return known.text;
    const text = read(name).then((secret) => hide(secret, name));
    text.catch(() => kept.delete(name));
    kept.set(name, { text, until: now() + cachedMs });
    return text;
  };
}

/** Keeps out of all that is shown what must not be: all of a plain text, and the credentials in one of JSON. */
function hide(text: string, name: string): string {
  if (!text.trimStart().startsWith('{')) knowSecrets(name, [{ text, user: null }]);
  else knowSecrets(name, credentialsIn(jsonOf(text, `The secret ${name}`)));
  return text;
}

/** Each password and token, however deep it lies, with the user beside it. */
function credentialsIn(json: unknown): Secret[] {
  if (!isFields(json)) return [];
  const user = [json.user, json.username].find((each) => typeof each === 'string') ?? null;
  return Object.entries(json).flatMap(([key, value]) => {
    const isCredential = (key === 'password' || key === 'token') && typeof value === 'string';
    return isCredential ? [{ text: value, user }] : credentialsIn(value);
  });
}
