import type { JobSpec } from '../job/job.ts';

/**
 * Throws an InvalidRequestError when no credentials are kept for the framework on the cluster, or `notify` or `webhook` cannot work
 * there as far as that can be known.
 */
export type CheckCluster = (of: ClusterWanted) => Promise<void>;

export type ClusterWanted = Pick<JobSpec, 'framework' | 'cluster' | 'notify' | 'webhook'>;
