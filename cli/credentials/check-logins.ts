import { setTimeout as sleep } from 'node:timers/promises';
import { credentialSchemas } from '../../lib/frameworks/credentials.ts';
import { readable } from '../../lib/frameworks/readable.ts';
import { makeFramework } from '../../lib/frameworks/registry.ts';
import { NoAnswerError } from '../../lib/http/http.ts';
import { httpFor } from '../../lib/http/http-clients.ts';
import { type FrameworkName, frameworkTraits } from '../../lib/job/frameworks.ts';
import { mesosCredentials } from '../../lib/mesos/credentials.ts';
import { readAgents } from '../../lib/mesos/read-agents.ts';
import { monascaClient } from '../../lib/monasca/client.ts';
import { monascaCredentials } from '../../lib/monasca/credentials.ts';
import type { Credentials, Remote } from './credentials.ts';

/** What came of one login. */
export interface LoginCheck {
  remote: Remote;
  /** Why the remote cannot be used; null when it let us in. */
  problem: string | null;
  /** Whether there was an answer at all. */
  isReached: boolean;
}

/** Logs in to each remote as the functions do, from this machine, and reads something that changes nothing. */
export function checkLogins(credentials: Credentials): Promise<LoginCheck[]> {
  const entries = Object.entries(credentials) as [Remote, unknown][];
  return Promise.all(
    entries.map(([remote, given]) => {
      return reading(remote, given).then(
        () => ({ remote, problem: null, isReached: true }),
        (error: Error) => ({ remote, problem: error.message, isReached: !(error instanceof NoAnswerError) }),
      );
    }),
  );
}

function reading(remote: Remote, given: unknown): Promise<void> {
  if (remote === 'monasca') return readFromMonasca(given);
  return remote === 'mesos' ? readFromMesos(given) : readFrom(remote, given);
}

async function readFrom<Name extends FrameworkName>(name: Name, given: unknown): Promise<void> {
  const known = credentialSchemas[name].parse(given);
  const framework = makeFramework[name]({
    credentials: async () => known,
    httpFor,
    callbackToken: async () => '',
    sleep: (milliseconds) => sleep(milliseconds),
    now: Date.now,
  });
  await readable(framework, frameworkTraits[name].title).listJobs?.();
}

async function readFromMonasca(given: unknown): Promise<void> {
  const known = monascaCredentials.parse(given);
  await monascaClient(known, { http: httpFor(known.ca), now: Date.now }).listNotificationMethods();
}

/** Nobody need be asked about agents that are stated. */
async function readFromMesos(given: unknown): Promise<void> {
  const { url, ...known } = mesosCredentials.parse(given);
  if (url !== undefined) await readAgents({ credentials: async () => ({ ...known, url }), httpFor });
}
