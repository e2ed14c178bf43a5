import * as z from 'zod';
import { MissingSecretError, type ReadSecret, secretJson } from '../aws/secrets.ts';
import { credentialSchemas } from '../frameworks/credentials.ts';
import { readable } from '../frameworks/readable.ts';
import { makeFramework } from '../frameworks/registry.ts';
import { type Http, http } from '../http/http.ts';
import { InvalidRequestError } from '../job/errors.ts';
import { type FrameworkName, frameworkTraits } from '../job/frameworks.ts';
import type { JobSpec } from '../job/job.ts';
import { callbackToken } from '../job/token.ts';
import { monascaCredentials } from '../monasca/credentials.ts';
import type { FrameworkOf, Now } from '../ports/ports.ts';

const timeoutMs = 5_000;

/** What is kept for each cluster: the ancestor's credential files, side by side. */
const clusterCredentials = z.strictObject({ ...credentialSchemas, monasca: monascaCredentials }).partial();

export type ClusterCredentials = z.infer<typeof clusterCredentials>;

/** The credentials of a cluster; an error names the secret and the field that is wrong, never a value. */
export async function readCluster(
  read: ReadSecret,
  cluster: string,
  fresh = false,
): Promise<ClusterCredentials> {
  const name = `clusters/${cluster}`;
  const result = clusterCredentials.safeParse(secretJson(await read(name, fresh), name));
  if (result.success) return result.data;
  const wrong = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new Error(`The secret ${name} is not right: ${wrong}`);
}

/** Lets a cluster pass for which credentials of the framework are kept, and of Monasca where somebody is to be told; else InvalidRequestError. */
export function clusterChecker(read: ReadSecret): (of: ClusterOf) => Promise<void> {
  return async ({ cluster, framework, notify }) => {
    const wrong = (field: string, problem: string) =>
      new InvalidRequestError(`${field} ${problem}.`, [{ field, problem }]);
    const stored = `(secret clusters/${cluster}, with ${framework})`;
    const unknown = () => wrong('cluster', `must name a cluster whose credentials are stored ${stored}`);
    const credentials = await readCluster(read, cluster).catch((error: Error) => {
      throw error instanceof MissingSecretError ? unknown() : error;
    });
    if (!credentials[framework]) throw unknown();
    if (notify && !credentials.monasca)
      throw wrong('notify', `cannot be kept: Monasca tells, and the cluster ${cluster} has none`);
  };
}

type ClusterOf = Pick<JobSpec, 'cluster' | 'framework' | 'notify'>;

/** One HTTP client for each certificate authority, so that connections are kept alive. */
export const httpFor = perKey((ca: string | undefined): Http => http({ timeoutMs, ...(ca ? { ca } : {}) }));

/** The token of a job's reports, from the key that only launching and evaluating functions may read. */
export function tokensFrom(read: ReadSecret): (jobId: string) => Promise<string> {
  return async (jobId) => callbackToken(await read('callback-key'), jobId);
}

/** What the frameworks have of the world: time, and HTTP by certificate authority. */
export interface FrameworksOutside {
  now: Now;
  sleep: (milliseconds: number) => Promise<void>;
  httpFor: (ca: string | undefined) => Http;
}

/** The frameworks of each cluster, made when first asked for. */
export function frameworks(read: ReadSecret, outside: FrameworksOutside): FrameworkOf {
  const shared = { ...outside, callbackToken: tokensFrom(read) };
  const made = perKey(<Name extends FrameworkName>(name: Name) =>
    perKey((cluster: string) => {
      const credentials = credentialsOf(read, cluster, name);
      return readable(makeFramework[name]({ ...shared, credentials }), frameworkTraits[name].title);
    }),
  );
  return ({ framework, cluster }) => made(framework)(cluster);
}

function credentialsOf<Name extends FrameworkName>(read: ReadSecret, cluster: string, framework: Name) {
  return async (fresh: boolean): Promise<NonNullable<ClusterCredentials[Name]>> => {
    const credentials = (await readCluster(read, cluster, fresh))[framework];
    if (credentials) return credentials;
    throw new Error(`The secret clusters/${cluster} holds no credentials for ${framework}.`);
  };
}

/** The function with its results kept by argument. */
export function perKey<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}
