import type { JobSpec } from '../../job/job.ts';
import type { Framework, FrameworkJob } from '../../ports/framework.ts';
import type { SeenJob } from '../../ports/observation.ts';
import type { ChronosClient } from './client.ts';
import type { ChronosJob } from './definition/chronos-job.ts';
import {
  definitionOf,
  isOurs,
  pacerJobIdOf,
  priorityOf,
  quieted,
  resized,
  urgencyOf,
} from './definition/definition.ts';
import type { NamedJob } from './list-jobs.ts';
import type { RunStates } from './run-states.ts';
import { submitDefinition } from './submit-definition.ts';

export interface ChronosDeps {
  client: ChronosClient;
  callbackToken: (jobId: string) => Promise<string>;
  sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** How long a job that was read by an evaluation may be put back by it with changes instead of being read again. */
const readHoldsMs = 500;

/** Chronos as a framework: Pacer starts every run, and a change of cpus takes effect with the next one. */
export function chronosFramework(deps: ChronosDeps): Required<Omit<Framework, 'scale'>> {
  const { client, callbackToken, sleep, now } = deps;
  const lastRead = lastReadJob(now);
  const ifOurs = async (spec: JobSpec, act: (job: ChronosJob) => Promise<void>): Promise<void> => {
    const job = await client.getInfo(spec.name);
    if (job && isOurs(job, spec)) await act(job);
  };
  return {
    async observe(spec, asked) {
      // States first: the counters, read after them, include every run that the states show to be over.
      const states = asked?.states ? await client.runStates(asked.since) : null;
      const readAt = now();
      const job = await client.getInfo(spec.name);
      if (!job) return { known: true, found: false };
      if (isOurs(job, spec)) lastRead.keep(spec.jobId, job, readAt);
      return { ...seenJob(job, spec, states), ...urgencyOf(spec, job) };
    },

    async submit(spec, cpus) {
      const token = await callbackToken(spec.jobId);
      await submitDefinition(() => client.sendJob(definitionOf(spec, cpus, token)), sleep);
    },

    async resize(spec, cpus, { isUrgent }) {
      const resize = (job: ChronosJob) =>
        client.sendJob({ ...resized(job, cpus), ...priorityOf(spec, isUrgent) });
      const job = lastRead.take(spec.jobId);
      await (job ? resize(job) : ifOurs(spec, resize));
    },

    start: ({ name }) => client.startJob(name),
    quiet: (spec) => ifOurs(spec, (job) => client.sendJob(quieted(job, spec.cpus.min))),
    kill: (spec) => ifOurs(spec, () => client.killTasks(spec.name)),
    remove: (spec) => ifOurs(spec, () => client.deleteJob(spec.name)),

    listJobs: async () => (await client.listJobs()).flatMap(jobsOfPacer),
  };
}

function jobsOfPacer(job: NamedJob): FrameworkJob[] {
  const jobId = pacerJobIdOf(job);
  return jobId === undefined ? [] : [{ jobId, name: job.name }];
}

/** The job as Chronos shows it, with the state of its run if states were read. */
function seenJob(job: ChronosJob, { name, jobId }: JobSpec, states: RunStates | null): SeenJob {
  const seen = {
    kind: 'started-runs',
    known: true,
    found: true,
    ours: isOurs(job, { jobId }),
    cpus: job.cpus,
    succeeded: job.successCount,
    failed: job.errorCount,
  } as const;
  if (states === null) return { ...seen, run: null };
  const { at: statesAt, problem } = states;
  if (problem !== null) return { ...seen, run: null, statesAt, statesProblem: problem };
  return { ...seen, run: states.of(name), statesAt, scheduler: states.scheduler };
}

/** Keeps the job that was read last for the change that follows: it can be taken once, and only for a moment. */
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
