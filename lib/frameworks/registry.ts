import type { Http } from '../http/http.ts';
import type { FrameworkName } from '../job/frameworks.ts';
import type { CheckedDefinition, Framework } from '../ports/framework.ts';
import { chronosClient } from './chronos/client.ts';
import { checkDefinition as checkChronosJob } from './chronos/definition/check-definition.ts';
import { chronosFramework } from './chronos/framework.ts';
import type { FrameworkCredentials } from './credentials.ts';
import { checkDefinition as checkMarathonApp } from './marathon/check-definition.ts';
import { marathonClient } from './marathon/client.ts';
import { marathonFramework } from './marathon/framework.ts';

/** What a framework is made of. */
export interface FrameworkParts<Name extends FrameworkName> {
  /** `fresh` reads them anew instead of from a cache. */
  credentials: (fresh: boolean) => Promise<FrameworkCredentials[Name]>;
  httpFor: (ca: string | undefined) => Http;
  callbackToken: (jobId: string) => Promise<string>;
  sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** Makes each framework, as the reconciliation sees it, for one cluster. */
export const makeFramework: { [Name in FrameworkName]: (parts: FrameworkParts<Name>) => Framework } = {
  chronos: (parts) => chronosFramework({ ...parts, client: chronosClient(parts) }),
  marathon: (parts) => marathonFramework({ ...parts, client: marathonClient(parts) }),
};

/** Checks the native job of a request; InvalidRequestError names each field that is wrong for its framework. */
export const checkDefinition: Record<FrameworkName, (job: Record<string, unknown>) => CheckedDefinition> = {
  chronos: checkChronosJob,
  marathon: checkMarathonApp,
};
