import type { ReadSecret } from '../aws/secrets.ts';
import { readCluster } from '../clusters/cluster-credentials.ts';
import { type Http, NoAnswerError } from '../http/http.ts';
import { type MonascaClient, monascaClient } from '../monasca/client.ts';
import type { MonascaCredentials } from '../monasca/credentials.ts';
import { LoginRefusedError } from '../monasca/errors.ts';
import { httpUntil } from '../monasca/http-until.ts';
import type { KeptToken } from '../monasca/keystone.ts';
import type { Now } from '../ports/environment.ts';

/** Circuit breaker: after a timeout, calls to this cluster's Monasca fail fast for this long. */
const silenceHoldsMs = 15_000;

export interface MonascaSessionParts {
  read: ReadSecret;
  now: Now;
  /** HTTP by certificate authority and timeout in seconds. */
  httpOf: (ca: string | undefined) => (timeoutSeconds: number) => Http;
}

/** Does something with the Monasca of a cluster; null where there is none. */
export type WithMonasca = <Result>(
  cluster: string,
  act: (client: MonascaClient) => Promise<Result>,
) => Promise<Result | null>;

/** The Monasca of each cluster for one evaluation after the other, each until an instant (epoch milliseconds). */
export function monascaSessions(parts: MonascaSessionParts): (until: number) => WithMonasca {
  const { now, httpOf } = parts;
  const tokenOf = keptTokens();
  const silentUntil = new Map<string, number>();
  return (until) => {
    // As it was when the evaluation began: that one call gets no answer does not keep it from the others.
    const wasSilentUntil = new Map(silentUntil);
    let isHeard = false;
    const httpFor = (ca: string | undefined): Http => {
      const http = httpUntil(until, { httpOf: httpOf(ca), now });
      return async (request) => {
        const answer = await http(request);
        isHeard = true;
        return answer;
      };
    };
    const clientOf = (given: MonascaCredentials, cluster: string) =>
      monascaClient(given, { http: httpFor(given.ca), now, kept: tokenOf(cluster, given) });
    return async (cluster, act) => {
      if (now() < (wasSilentUntil.get(cluster) ?? 0))
        throw new NoAnswerError(`The Monasca of the cluster ${cluster} did not answer a moment ago.`);
      try {
        return await withCredentials(parts.read, cluster, (given) => act(clientOf(given, cluster)));
      } catch (error) {
        // What has answered is slow, not silent.
        if (error instanceof NoAnswerError && !isHeard) silentUntil.set(cluster, now() + silenceHoldsMs);
        throw error;
      }
    };
  };
}

/** Acts with the credentials as they are known, and once more when they were changed since; null where there are none. */
async function withCredentials<Result>(
  read: ReadSecret,
  cluster: string,
  act: (given: MonascaCredentials) => Promise<Result>,
): Promise<Result | null> {
  const { monasca: known } = await readCluster(read, cluster);
  if (!known) return null;
  try {
    return await act(known);
  } catch (error) {
    if (!(error instanceof LoginRefusedError)) throw error;
    const { monasca: renewed } = await readCluster(read, cluster, true);
    if (JSON.stringify(renewed) === JSON.stringify(known)) throw error;
    return renewed ? act(renewed) : null;
  }
}

/** One token for each cluster as long as its credentials stay the same. */
function keptTokens(): (cluster: string, given: MonascaCredentials) => KeptToken {
  const kept = new Map<string, { credentials: string; token: KeptToken }>();
  return (cluster, given) => {
    const credentials = JSON.stringify(given);
    const known = kept.get(cluster);
    if (known?.credentials === credentials) return known.token;
    const token = {};
    kept.set(cluster, { credentials, token });
    return token;
  };
}
