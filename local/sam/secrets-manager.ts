import * as z from 'zod';
import { MissingSecretError, secretReader } from '../../lib/aws/secrets.ts';
import type { Listening } from '../../simulators/http/listen.ts';
import { type HttpReply, jsonReply, type ReceivedRequest } from '../../simulators/http/message.ts';
import { startServer } from '../../simulators/http/server.ts';

const asked = z.object({ SecretId: z.string() });

export interface SecretsManagerOptions {
  /** Holds the secrets as files. */
  directory: string;
  /** Before the name of each secret stands this and a slash. */
  prefix: string;
  /** Makes of a secret the text that its reader gets. */
  told: (secret: string) => string;
}

/** GetSecretValue of Secrets Manager, and nothing else of it. */
export function startSecretsManager({ directory, prefix, told }: SecretsManagerOptions): Promise<Listening> {
  const read = secretReader({ SECRETS_DIRECTORY: directory }, Date.now);
  const answer = async ({ headers, body }: ReceivedRequest): Promise<HttpReply> => {
    const target = headers['x-amz-target'] ?? '';
    if (target !== 'secretsmanager.GetSecretValue')
      return refusal('UnknownOperationException', `${target} is not served here.`);
    const { SecretId: Name } = asked.parse(JSON.parse(body.toString()));
    try {
      const secret = await read(Name.replace(`${prefix}/`, ''), true);
      return jsonReply({ Name, SecretString: told(secret) });
    } catch (error) {
      if (!(error instanceof MissingSecretError)) throw error;
      return refusal('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    }
  };
  return startServer({ answer });
}

const refusal = (type: string, Message: string): HttpReply =>
  jsonReply({ __type: type, Message }, 400, { 'x-amzn-errortype': type });
