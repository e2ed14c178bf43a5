import type { JobSpec } from '../../job/job.ts';
import type { Framework } from '../../ports/framework.ts';
import type { Observation } from '../../ports/observation.ts';
import type { ChronosClient } from './client.ts';
import type { ChronosJob } from './definition/chronos-job.ts';
import { definitionOf, isOurs, jobIdOf, quieted, resized } from './definition/definition.ts';
import { submitDefinition } from './submit-definition.ts';

export interface ChronosDeps {
  client: ChronosClient;
  callbackToken: (jobId: string) => Promise<string>;
  sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** Maximum age of the job that an evaluation has read, for a resize to write it back changed; an older one is read again. */
const readHoldsMs = 500;

/** Chronos as a framework: Pacer starts every run, and a change of cpus holds for the next one. */
export function chronosFramework({ client, callbackToken, sleep, now }: ChronosDeps): Required<Framework> {
  const ours = async (spec: JobSpec): Promise<ChronosJob | null> => {
    const job = await client.getInfo(spec.name);
    return job && isOurs(job, spec) ? job : null;
  };
  const lastRead = lastReadJob(now);
  return {
    async observe({ name, jobId }, asked): Promise<Observation> {
      // In this order: of a run that is seen to be over, the counters that are read afterwards know.
      const states = asked?.states ? await client.runStates(asked.since) : null;
      const readAt = now();
      const job = await client.getInfo(name);
      if (!job) return { known: true, found: false };
      const isThis = isOurs(job, { jobId });
      if (isThis) lastRead.keep(jobId, job, readAt);
      const { cpus, successCount: succeeded, errorCount: failed } = job;
      const seen = { known: true, found: true, ours: isThis, cpus, succeeded, failed } as const;
      if (states === null) return { ...seen, run: null };
      const { at: statesAt, problem } = states;
      if (problem !== null) return { ...seen, run: null, statesAt, statesProblem: problem };
      return { ...seen, run: states.of(name), statesAt, scheduler: states.scheduler };
    },

    async submit(spec, cpus) {
      const token = await callbackToken(spec.jobId);
      await submitDefinition(() => client.sendJob(definitionOf(spec, cpus, token)), sleep);
    },

    async resize(spec, cpus) {
      const job = lastRead.take(spec.jobId) ?? (await ours(spec));
      if (job) await client.sendJob(resized(job, cpus));
    },

    async start({ name }) {
      await client.startJob(name);
    },

    async quiet(spec) {
      const job = await ours(spec);
      if (job) await client.sendJob(quieted(job, spec.cpus.min));
    },

    async kill(spec) {
      if (await ours(spec)) await client.killTasks(spec.name);
    },

    async remove(spec) {
      if (await ours(spec)) await client.deleteJob(spec.name);
    },

    async listJobs() {
      return (await client.listJobs()).flatMap((job) => {
        const jobId = jobIdOf(job);
        return jobId === undefined ? [] : [{ jobId, name: job.name }];
      });
    },
  };
}

/** Caches the job that was read last, for the next change: once, and for a moment. */
function lastReadJob(now: () => number) {
  let last: { jobId: string; job: ChronosJob; readAt: number } | null = null;
  return {
    keep(jobId: string, job: ChronosJob, readAt: number): void {
      last = { jobId, job, readAt };
    },
    take(jobId: string): ChronosJob | null {
      const kept = last;
      if (kept?.jobId !== jobId) return null;
      last = null;
      return now() - kept.readAt <= readHoldsMs ? kept.job : null;
    },
  };
}
