import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dockerClient } from '../../simulators/mesos/docker/client.ts';
import { bridgeGateway } from '../../simulators/mesos/docker/gateway.ts';
import { localAws } from '../local-aws.ts';
import { type Stack, startStack } from '../stack.ts';
import type { TemplateFunction } from '../template.ts';
import { environmentFile } from './environment-file.ts';
import { type Relays, startRelays } from './relay.ts';
import { startSecretsManager } from './secrets-manager.ts';

export interface BackendOptions {
  directory: string;
  functions: readonly TemplateFunction[];
  /** Where the containers of jobs report; the API of the embedded stack if null. */
  callbackUrl: string | null;
  onLine: (functionName: string, line: string) => void;
}

interface Part {
  close(): Promise<void>;
}

const secretsPrefix = 'pacer';

/** The file with the environment of the functions in SAM's containers, for `--env-vars`. */
export const environmentFileIn = (directory: string): string => join(directory, 'env.json');

/** The embedded stack, where functions in containers of SAM reach it; writes the environment by which they do. */
export async function startBackend(options: BackendOptions): Promise<Part> {
  const { directory, onLine } = options;
  const stack = await startStack({ directory, port: 0, timeScale: 1, onLine });
  const parts: Part[] = [stack];
  const close = async () => {
    for (const part of parts.reverse()) await part.close();
  };
  try {
    const told = (secret: string) => relays.forContainers(secret);
    const secrets = await startSecretsManager({
      directory: stack.secretsDirectory,
      prefix: secretsPrefix,
      told,
    });
    parts.push(secrets);
    const relays = await startRelays([...stack.urls, secrets.url], await bridgeGateway(dockerClient()));
    parts.push(relays);
    writeDown(options, stack, endpointsOf(stack, secrets.url, relays));
    return { close };
  } catch (error) {
    await close();
    throw error;
  }
}

function endpointsOf({ dynamoDb, lambdaUrl, schedulerUrl, bus }: Stack, secretsUrl: string, relays: Relays) {
  const urls = { dynamodb: dynamoDb.url, lambda: lambdaUrl, scheduler: schedulerUrl, events: bus.url };
  const variables = { ...localAws.environment(urls), AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsUrl };
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, relays.forContainers(value)]),
  );
}

/** Jobs report from this machine, not from within SAM's containers: where, is not an address for those. */
function writeDown(
  { directory, functions, callbackUrl }: BackendOptions,
  { apiUrl }: Stack,
  endpoints: Record<string, string>,
): void {
  const values = { ...endpoints, SECRETS_PREFIX: secretsPrefix, CALLBACK_BASE_URL: callbackUrl ?? apiUrl };
  const environment = environmentFile(functions, values);
  writeFileSync(environmentFileIn(directory), `${JSON.stringify(environment, null, 2)}\n`);
}
