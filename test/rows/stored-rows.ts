import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Law } from '../../lib/control/law.ts';
import type { Job } from '../../lib/job/job.ts';
import { type Evaluation, planEvaluation } from '../../lib/plan/plan-evaluation.ts';
import type { Observation } from '../../lib/ports/observation.ts';
import { aFound, anApp } from '../rigs/builders.ts';

export type Row = Record<string, unknown>;

/** The two rows of a job as they were written, and what an evaluation made of them then. */
export interface StoredRows {
  situation: string;
  /** A schedule of the simulation in which the job was in this situation. */
  seed: number;
  spec: Row;
  state: Row;
  made: Record<keyof Observations, Made>;
}

/** What an evaluation made of a job. */
export interface Made {
  status: string;
  completed: number;
  failures: number;
  cpus: number;
  step: string;
}

interface Observations {
  unreachable: Observation;
  gone: Observation;
  there: Observation;
}

const evaluatedAfterMs = 61_000;

/** Leaves a job with its cpus, so that what is made of a row does not change whenever a law learns something new. */
const steady: Law = {
  name: 'steady',
  begin: () => ({}),
  learn: (memory) => memory,
  decide: (memory, { cpus, now }) => ({
    memory,
    decision: {
      cpus,
      reason: { code: 'on-plan', sentence: 'It stays as it is.' },
      forecast: { finishAt: { p10: now, p50: now, p90: now }, onTimeProbability: 1 },
      outlook: 'on-time',
      moreCpusWouldHelp: false,
      hungAfterSeconds: 600,
    },
  }),
};

/** What an evaluation makes of the job a minute after it was written, by what is seen of it then. */
export function evaluationsOf(job: Job, law: Law = steady): StoredRows['made'] {
  const made = (observation: Observation): Made => {
    const { progress, step } = evaluationOf(job, observation, law);
    const { status, completed, failures, cpus } = progress;
    return { status, completed, failures, cpus, step: step.do };
  };
  const { unreachable, gone, there } = observationsOf(job);
  return { unreachable: made(unreachable), gone: made(gone), there: made(there) };
}

/** The evaluation of a job whose framework shows it as it should be, or by another observation. */
export function evaluationOf(
  job: Job,
  observation: Observation = observationsOf(job).there,
  law: Law = steady,
): Evaluation {
  const now = Math.max(job.progress.evaluatedAt, job.spec.launchedAt) + evaluatedAfterMs;
  return planEvaluation(job, observation, law, now);
}

function observationsOf({ progress }: Job): Observations {
  const { cpus, completed, failures, execution } = progress;
  return {
    unreachable: { known: false, problem: 'It could not be asked.' },
    gone: { known: true, found: false },
    there:
      execution.kind === 'looping-app'
        ? anApp({ cpus, app: { taskId: execution.task?.id ?? 'linpack.1' } })
        : aFound({ cpus, run: 'running', succeeded: completed, failed: failures }),
  };
}

export const schemasDirectory = import.meta.dirname;

/** The rows that were recorded of a schema. */
export function recordedRows(schema: number): StoredRows[] {
  const directory = join(schemasDirectory, `schema-${schema}`);
  return readdirSync(directory)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(directory, file), 'utf8')));
}
