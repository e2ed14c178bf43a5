/** What a cluster's secret holds for each remote, as the credential files have it. */
export type Credentials = Partial<Record<Remote, unknown>>;

export type Remote = 'chronos' | 'marathon' | 'monasca';

/** Puts credentials beside those that are kept for the cluster's other remotes; resolves to the place. */
export type StoreCredentials = (cluster: string, credentials: Credentials) => Promise<string>;
