import { type FrameworkName, frameworkNames } from '../../lib/job/frameworks.ts';

/** What has a credential file of its own: each framework, the Mesos master below them, and Monasca. */
export type Remote = FrameworkName | 'mesos' | 'monasca';

export const remotes: readonly Remote[] = [...frameworkNames, 'mesos', 'monasca'];

/** What a cluster's secret holds for each remote, as the credential files have it. */
export type Credentials = Partial<Record<Remote, unknown>>;

/** Puts credentials beside those that are kept for the cluster's other remotes; resolves to the place. */
export type StoreCredentials = (cluster: string, credentials: Credentials) => Promise<string>;
