import type { JobSpec } from '../../../job/job.ts';
import { wrappedCommand, wrappedEnvironment } from '../../wrapper/wrapped-command.ts';
import type { NamedJob } from '../list-jobs.ts';
import type { ChronosJob } from './chronos-job.ts';

/** Never due by itself; a forced start neither counts it down nor disables the job, in any version of Chronos. */
const neverDue = 'R/2099-01-01T00:00:00Z/PT24H';
const quietCommand = 'echo "Pacer: the job was cancelled before this run began."';

/** The id that the job carries, by any creator; undefined for a job that Pacer did not create. */
export function pacerJobIdOf({ environmentVariables }: NamedJob): string | undefined {
  return environmentVariables.find(({ name }) => name === 'PACER_JOB_ID')?.value;
}

/** Whether it is this job, and not another one of its name. */
export function isOurs({ environmentVariables }: ChronosJob, { jobId }: Pick<JobSpec, 'jobId'>): boolean {
  return environmentVariables.some(({ name, value }) => name === 'PACER_JOB_ID' && value === jobId);
}

/** The job as Pacer submits it. */
export function definitionOf(spec: JobSpec, cpus: number, token: string) {
  const { jobId, name, command, reportUrl, reportOutput } = spec;
  const theirs = spec.definition.environmentVariables;
  const settings = {
    ...wrappedEnvironment({ command, reportUrl, token, jobId, reportOutput }),
    PACER_CPUS: String(cpus),
  };
  return {
    ...spec.definition,
    name,
    cpus,
    command: wrappedCommand,
    shell: true,
    schedule: neverDue,
    retries: 0,
    disabled: false,
    environmentVariables: [
      ...(Array.isArray(theirs) ? theirs : []),
      ...Object.entries(settings).map(([variable, value]) => ({ name: variable, value })),
    ],
  };
}

/** A replacement takes everything from its body, so the rest of the job and its counters go back as they came. */
export function resized(job: ChronosJob, cpus: number): ChronosJob {
  const environmentVariables = job.environmentVariables.map((variable) =>
    variable.name === 'PACER_CPUS' ? { ...variable, value: String(cpus) } : variable,
  );
  const fetches = Array.isArray(job.fetch) && job.fetch.length > 0;
  // A listed job holds its downloads twice, as fetch and as uris, and would fetch them twice.
  return { ...job, cpus, environmentVariables, ...(fetches ? { uris: [] } : {}) };
}

/** Whether Pacer may move the job between the two queues of Chronos: not if its user has chosen one. */
const mayMove = ({ definition }: Pick<JobSpec, 'definition'>) => definition.highPriority === undefined;

/** The queue for the runs of the job; nothing where it stays, as where it is the user's choice. */
export function priorityOf(
  spec: Pick<JobSpec, 'definition'>,
  isUrgent: boolean | undefined,
): { highPriority?: boolean } {
  return mayMove(spec) && isUrgent !== undefined ? { highPriority: isUrgent } : {};
}

/** Whether the runs of the job go into the first queue; nothing where that is the user's choice. */
export function urgencyOf(spec: Pick<JobSpec, 'definition'>, job: ChronosJob): { isUrgent?: boolean } {
  return mayMove(spec) ? { isUrgent: job.highPriority === true } : {};
}

/** The job with a run that does nothing: it needs no downloads, only its place in the queue. */
export function quieted(job: ChronosJob, cpus: number): ChronosJob {
  return { ...resized(job, cpus), command: quietCommand, arguments: [], fetch: [], uris: [] };
}
