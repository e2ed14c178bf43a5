import * as z from 'zod/mini';
import { MissingSecretError, type ReadSecret } from '../aws/secrets.ts';
import { credentialSchemas } from '../frameworks/credentials.ts';
import { jsonOf } from '../http/json.ts';
import { InvalidRequestError } from '../job/errors.ts';
import { mesosCredentials } from '../mesos/credentials.ts';
import { monascaCredentials } from '../monasca/credentials.ts';
import type { ClusterWanted } from '../ports/check-cluster.ts';
import { problemsOf, wording } from '../request/parse.ts';

/** What is kept for each cluster: the ancestor's credential files, side by side. */
const clusterCredentials = z.partial(
  z.strictObject({ ...credentialSchemas, mesos: mesosCredentials, monasca: monascaCredentials }),
);

export type ClusterCredentials = z.infer<typeof clusterCredentials>;

/** The credentials of a cluster; an error names the secret and the field that is wrong, never a value. */
export async function readCluster(
  read: ReadSecret,
  cluster: string,
  fresh = false,
): Promise<ClusterCredentials> {
  const name = `clusters/${cluster}`;
  const text = await read(name, fresh);
  const last = lastRead.get(name);
  if (last?.text === text) return last.credentials;
  const credentials = credentialsIn(text, name);
  lastRead.set(name, { text, credentials });
  return credentials;
}

/** By the name of the secret: each call of a cluster asks for its credentials, which seldom change. */
const lastRead = new Map<string, { text: string; credentials: ClusterCredentials }>();

function credentialsIn(text: string, name: string): ClusterCredentials {
  const result = clusterCredentials.safeParse(jsonOf(text, `The secret ${name}`), { error: wording });
  if (result.success) return result.data;
  const wrong = problemsOf(result.error)
    .map(({ field, problem }) => `${field}: ${problem}`)
    .join('; ');
  throw new Error(`Invalid secret ${name}: ${wrong}`);
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
      throw wrong('notify', `needs Monasca, and the cluster ${cluster} has none`);
  };
}

type ClusterOf = Pick<ClusterWanted, 'cluster' | 'framework' | 'notify'>;
