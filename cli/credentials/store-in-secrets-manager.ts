import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { jsonOrUndefined } from '../../lib/http/json.ts';
import { InvalidRequestError } from '../../lib/job/errors.ts';
import { isFields } from '../../lib/request/legacy-fields.ts';
import type { StoreCredentials } from './credentials.ts';

export interface SecretsManagerPlace {
  prefix: string;
  /** null for the one of the AWS set-up. */
  region: string | null;
}

/** Keeps credentials in the secret of the cluster; what the secret holds for other remotes stays. */
export function secretsManagerStore({ prefix, region }: SecretsManagerPlace): StoreCredentials {
  const client = new SecretsManagerClient({ maxAttempts: 3, ...(region ? { region } : {}) });
  return async (cluster, credentials) => {
    const name = `${prefix}/clusters/${cluster}`;
    const stored = await storedIn(client, name);
    const SecretString = JSON.stringify({ ...stored, ...credentials });
    const put = () => client.send(new PutSecretValueCommand({ SecretId: name, SecretString }));
    if (stored) await put();
    else {
      const Description = `What Pacer needs to reach the cluster ${cluster}.`;
      const created = client.send(new CreateSecretCommand({ Name: name, Description, SecretString }));
      await created.catch((error: Error) => {
        // A secret that was made without a value is there, and reads as if it were not.
        if (!(error instanceof ResourceExistsException)) throw error;
        return put();
      });
    }
    return `secret ${name} of AWS Secrets Manager`;
  };
}

async function storedIn(client: SecretsManagerClient, name: string): Promise<object | null> {
  const asked = client.send(new GetSecretValueCommand({ SecretId: name }));
  const found = await asked.catch((error: Error) => {
    if (error instanceof ResourceNotFoundException) return null;
    throw error;
  });
  if (!found) return null;
  const content = jsonOrUndefined(found.SecretString ?? '{}');
  if (isFields(content)) return content;
  throw new InvalidRequestError(
    `The secret ${name} does not contain a JSON object: delete it, then store all credentials of the cluster.`,
  );
}
