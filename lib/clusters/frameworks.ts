import type { ReadSecret } from '../aws/secrets.ts';
import { readable } from '../frameworks/readable.ts';
import { makeFramework } from '../frameworks/registry.ts';
import type { Http } from '../http/http.ts';
import { perKey } from '../http/http-clients.ts';
import { type FrameworkName, frameworkTraits } from '../job/frameworks.ts';
import { callbackToken } from '../job/token.ts';
import type { Now } from '../ports/environment.ts';
import type { FrameworkOf } from '../ports/framework.ts';
import { type ClusterCredentials, readCluster } from './cluster-credentials.ts';

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
