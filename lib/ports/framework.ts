import type { Json } from '../job/decision.ts';
import type { JobSpec } from '../job/job.ts';
import type { Asked, Observation } from './observation.ts';

/** What a framework makes of the native job of a request. */
export interface CheckedDefinition {
  name: string;
  /** Empty for what runs on the agent itself. */
  image: string;
  command: string;
  definition: { [key: string]: Json };
  /** The cpus that the job asks for; null when it says nothing. */
  cpus: number | null;
  /** The number of iterations that its schedule holds; null when it holds none. */
  iterations: number | null;
  /** What Pacer will run otherwise than the user wrote it, a sentence each. */
  adjustments: string[];
}

/** A job as its framework names it, and the id that it carries (`PACER_JOB_ID`), which anybody may have written. */
export interface FrameworkJob {
  jobId: string;
  name: string;
}

/** One way of running jobs on Mesos. Every call is safe to repeat. */
export interface Framework {
  observe(spec: JobSpec, asked?: Asked): Promise<Observation>;
  /** Makes the job known to the framework. Throws RefusedDefinitionError when it will never take it. */
  submit(spec: JobSpec, cpus: number): Promise<void>;
  /**
   * Does nothing while the framework is still changing the job, unless it is forced. Later runs of a job that is urgent go before those
   * of others, where the framework has such an order and the user's definition leaves it open. A queued run follows when the framework
   * next comes to it and finds no room.
   */
  resize(spec: JobSpec, cpus: number, how: { force: boolean; isUrgent?: boolean }): Promise<void>;
  /**
   * Ends the task of an app without starting another one, or starts one again. Only where an app loops. Does nothing while the
   * framework is still changing the app, unless it is forced.
   */
  scale?(spec: JobSpec, instances: 0 | 1, how: { force: boolean }): Promise<void>;
  /** Asks for one run. Only where Pacer starts the runs. */
  start?(spec: JobSpec): Promise<void>;
  /** Lets a run that is queued end as one that does nothing, with the least cpus. Only where Pacer starts the runs. */
  quiet?(spec: JobSpec): Promise<void>;
  /**
   * Ends the run that is going on; of an app that of the given task, if the framework still shows it. Marathon may have started its
   * successor in the same moment, and then ends that one, whose run is made again.
   */
  kill(spec: JobSpec, taskId: string | null): Promise<void>;
  /** Removes the job if it is this one. Throws ZombieJobError when the framework holds it and cannot remove it. */
  remove(spec: JobSpec): Promise<void>;
  /** All jobs that carry an id of Pacer, from any stack. The answer grows with all jobs of the framework. */
  listJobs?(): Promise<FrameworkJob[]>;
}

/** The framework that a job runs on, with its cluster's credentials. */
export type FrameworkOf = (spec: Pick<JobSpec, 'framework' | 'cluster'>) => Framework;
