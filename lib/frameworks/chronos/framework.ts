import { UpstreamError } from '../../http/upstream-error.ts';
import { RefusedDefinitionError } from '../../job/errors.ts';
import type { JobSpec } from '../../job/job.ts';
import type { Framework, Observation } from '../../reconcile/ports.ts';
import { wrappedCommand, wrappedEnvironment } from '../wrapped-command.ts';
import type { ChronosClient, ChronosJob } from './client.ts';

export interface ChronosDeps {
  client: ChronosClient;
  callbackToken: (jobId: string) => Promise<string>;
  sleep: (milliseconds: number) => Promise<void>;
}

/** Never due by itself; a forced start neither counts it down nor disables the job, in any version of Chronos. */
const neverDue = 'R/2099-01-01T00:00:00Z/PT24H';
const confirmAfterMs = [100, 300, 600, 1000];
/** Answers to a definition that will not change when it is sent again. */
const refusals = new Set([400, 415, 422]);

/** Chronos as a framework: Pacer starts every run, and a change of cpus holds for the next one. */
export function chronosFramework({ client, callbackToken, sleep }: ChronosDeps): Required<Framework> {
  const ours = async (spec: JobSpec): Promise<ChronosJob | null> => {
    const job = await client.getInfo(spec.name);
    return job && isOurs(job, spec) ? job : null;
  };
  return {
    async observe({ name, jobId }): Promise<Observation> {
      // In this order: of a run that is seen to be over, the counters that are read afterwards know.
      const run = await client.getRunState(name);
      const job = await client.getInfo(name);
      if (!job) return { known: true, found: false };
      const { cpus, successCount: succeeded, errorCount: failed } = job;
      return { known: true, found: true, ours: isOurs(job, { jobId }), cpus, run, succeeded, failed };
    },

    async submit(spec, cpus) {
      const token = await callbackToken(spec.jobId);
      try {
        await client.sendJob(definitionOf(spec, cpus, token));
      } catch (error) {
        if (!(error instanceof UpstreamError) || !refusals.has(error.status)) throw error;
        throw new RefusedDefinitionError(`Chronos refused the job: ${error.excerpt || error.status}`);
      }
    },

    async resize(spec, cpus) {
      const job = await ours(spec);
      if (job) await client.sendJob(resized(job, cpus));
    },

    async start({ name }) {
      await client.startJob(name);
      for (const wait of confirmAfterMs) {
        await sleep(wait);
        if ((await client.getRunState(name)) !== 'idle') return true;
      }
      return false;
    },

    async kill(spec) {
      if (await ours(spec)) await client.killTasks(spec.name);
    },

    async remove(spec) {
      if (await ours(spec)) await client.deleteJob(spec.name);
    },
  };
}

function isOurs({ environmentVariables }: ChronosJob, { jobId }: Pick<JobSpec, 'jobId'>): boolean {
  return environmentVariables.some(({ name, value }) => name === 'PACER_JOB_ID' && value === jobId);
}

function definitionOf(spec: JobSpec, cpus: number, token: string) {
  const { jobId, name, command, reportUrl } = spec;
  const theirs = spec.definition.environmentVariables;
  const settings = { ...wrappedEnvironment({ command, reportUrl, token, jobId }), PACER_CPUS: String(cpus) };
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
function resized(job: ChronosJob, cpus: number) {
  const environmentVariables = job.environmentVariables.map((variable) =>
    variable.name === 'PACER_CPUS' ? { ...variable, value: String(cpus) } : variable,
  );
  const fetches = Array.isArray(job.fetch) && job.fetch.length > 0;
  // A listed job holds its downloads twice, as fetch and as uris, and would fetch them twice.
  return { ...job, cpus, environmentVariables, ...(fetches ? { uris: [] } : {}) };
}
