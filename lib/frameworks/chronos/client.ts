import { RefusedDefinitionError } from '../../job/errors.ts';
import { type ChronosAccess, caller } from './caller.ts';
import { type ChronosJob, jobPath } from './definition/chronos-job.ts';
import { deleteJob } from './delete-job.ts';
import { jobFinder, saysNo } from './find-job.ts';
import { listJobs, type NamedJob } from './list-jobs.ts';
import { type RunStates, runStatesReader } from './run-states.ts';

export interface ChronosClient {
  /** The job of exactly that name, or null when it is sure that there is none. */
  getInfo(name: string): Promise<ChronosJob | null>;
  /** All jobs that Chronos holds, as far as they can be read. */
  listJobs(): Promise<NamedJob[]>;
  /**
   * Creates the job, or replaces the one of that name: what is not in `job` gets its default. RefusedDefinitionError for a name
   * that this Chronos does not take.
   */
  sendJob(job: Record<string, unknown> & { name: string }): Promise<void>;
  /** Queues one run. Chronos drops it without a word when a run of the job is active. */
  startJob(name: string): Promise<void>;
  /** Deletes the job and kills its tasks. Idempotent. Throws ZombieJobError if Chronos can no longer delete it. */
  deleteJob(name: string): Promise<void>;
  killTasks(name: string): Promise<void>;
  /** What all jobs are doing: as read at `since` (epoch milliseconds) or later, else within the last 5 s. */
  runStates(since?: number): Promise<RunStates>;
}

/** The REST API of Chronos 2.4 to 3.0. Throws UpstreamError for an answer that is not right, NoAnswerError for none. */
export function chronosClient(access: ChronosAccess): ChronosClient {
  const chronos = caller(access);
  const getInfo = jobFinder(chronos, access.sleep);
  return {
    getInfo,
    listJobs: () => listJobs(chronos),
    async sendJob(job) {
      const { pattern, title } = (await chronos.dialect()).names;
      if (!pattern.test(job.name))
        throw new RefusedDefinitionError(`Chronos refused the job: ${title} in the name of a job.`);
      await chronos.expect({ method: 'POST', path: '/iso8601', json: job });
    },
    async startJob(name) {
      await chronos.expect({ method: 'PUT', path: jobPath(name) });
    },
    deleteJob: (name) => deleteJob(chronos, getInfo, access.sleep, name),
    async killTasks(name) {
      const path = `/task/kill/${encodeURIComponent(name)}`;
      await chronos.expect({ method: 'DELETE', path }, saysNo);
    },
    runStates: runStatesReader(chronos, access),
  };
}
