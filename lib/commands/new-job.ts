import type { Law, Prior } from '../control/law.ts';
import { type FieldProblem, InvalidRequestError } from '../job/errors.ts';
import { newExecution } from '../job/execution.ts';
import { type FrameworkName, frameworkTraits } from '../job/frameworks.ts';
import type { Job, JobSpec } from '../job/job.ts';
import type { JobProgress } from '../job/progress.ts';
import { planOf } from '../plan/decide-cpus.ts';
import type { CheckedDefinition } from '../ports/framework.ts';
import type { Lesson } from '../ports/job-store.ts';
import type { FieldAsGiven } from '../request/launch-fields.ts';
import type { LaunchRequest } from '../request/launch-request.ts';

/** Of the time to the deadline; the rest is for what passes between the runs. */
const fittingShare = 0.8;

/** Who launches a job, when, and where it reports. */
export interface Launching {
  jobId: string;
  baseUrl: string;
  launchedAt: number;
  launchedBy: string | null;
}

/** The spec of a new job, from the request and from what the native job says; InvalidRequestError where they do not fit. */
export function specOf(
  request: LaunchRequest,
  checked: CheckedDefinition,
  { jobId, baseUrl, launchedAt, launchedBy }: Launching,
): JobSpec {
  const { framework, cluster, deviation, cpus, law, target, maxFailures, reportOutput, notify, webhook } =
    request;
  // A field that is forgotten here, or that the spec lacks, does not compile.
  const asGiven: Pick<JobSpec, FieldAsGiven> = {
    framework,
    cluster,
    deviation,
    cpus,
    law,
    target,
    maxFailures,
    reportOutput,
    notify,
    webhook,
  };
  const iterations = request.iterations ?? checked.iterations ?? missingIterations(framework);
  return {
    ...asGiven,
    jobId,
    name: checked.name,
    definition: checked.definition,
    command: checked.command,
    image: checked.image,
    reportUrl: `${baseUrl}/jobs/${jobId}/iterations`,
    iterations,
    launchedAt,
    launchedBy,
    scheduledAt: null,
    iterationDurationSeconds: request.iterationDuration ?? longestThatFits(request, iterations, launchedAt),
    initialCpus: initialCpus(checked.cpus, cpus),
    pauseSeconds: request.pause,
  };
}

function initialCpus(asked: number | null, { min, max }: LaunchRequest['cpus']): number {
  if (asked === null) return Math.min(Math.max(1, min), max);
  if (asked >= min && asked <= max) return asked;
  throw wrong({
    field: 'job.cpus',
    problem: `is ${asked} and must lie between cpus.min (${min}) and cpus.max (${max})`,
  });
}

/** Of a job that says nothing of its iterations they are taken to fit before the deadline, until one was measured. */
function longestThatFits({ deadline, pause }: LaunchRequest, iterations: number, launchedAt: number): number {
  const shareSeconds = (deadline - launchedAt) / 1000 / iterations;
  return Math.max(0.1, Math.round(fittingShare * shareSeconds * 1000) / 1000 - pause);
}

function missingIterations(framework: FrameworkName): never {
  const { iterationsField } = frameworkTraits[framework];
  const orThere = iterationsField === null ? '' : `, here or ${iterationsField}`;
  throw wrong({ field: 'iterations', problem: `is required${orThere}` });
}

function wrong(field: FieldProblem): InvalidRequestError {
  return new InvalidRequestError(`Invalid launch request: ${field.field} ${field.problem}.`, [field]);
}

export interface Beginning {
  deadlineAt: number;
  scheduleEndsAt: number;
  tokenHash: string;
  law: Law;
  lesson: Lesson | null;
}

/** A job to which nothing has happened yet. */
export function newJob(
  spec: JobSpec,
  { deadlineAt, scheduleEndsAt, tokenHash, law, lesson }: Beginning,
): Job {
  return {
    spec,
    version: 0,
    tokenHash,
    deadlineAt,
    changes: 0,
    pausedAt: null,
    resumedAt: null,
    rests: 0,
    cancelRequestedAt: null,
    cancelRequestedBy: null,
    retired: false,
    clean: false,
    inbox: {},
    pendingPoint: null,
    metricsSentUpTo: 0,
    resendRequestedAt: null,
    alarm: null,
    progress: {
      ...nothingDone,
      execution: newExecution(frameworkTraits[spec.framework].execution),
      cpus: spec.initialCpus,
      memory: law.begin(planOf(spec, deadlineAt), priorOf(spec, lesson)),
      scheduleEndsAt,
    },
  };
}

/** What the last job of the name teaches: only one of the same law and image is of the same kind. */
function priorOf({ law, image, command }: JobSpec, lesson: Lesson | null): Prior | undefined {
  if (lesson?.law !== law || lesson.image !== image) return undefined;
  return { memory: lesson.memory, isSameWork: lesson.command === command };
}

/** The progress of a job to which nothing has happened yet. */
export const nothingDone: Omit<JobProgress, 'cpus' | 'memory' | 'execution' | 'scheduleEndsAt'> = {
  status: 'LAUNCHING',
  completed: 0,
  failures: 0,
  failuresInRow: 0,
  resizes: 0,
  coreSeconds: 0,
  ceiling: null,
  lastEndAt: null,
  lastFinishedAt: null,
  lastDurationSeconds: null,
  recentRuns: {},
  forgottenUpTo: 0,
  loops: {},
  lastFailure: null,
  decision: null,
  trouble: null,
  problem: null,
  failedStep: null,
  call: null,
  missingSince: null,
  removedAt: null,
  finish: null,
  isLate: false,
  pausedSince: null,
  pausedSeconds: 0,
  lastPointAt: 0,
  evaluatedAt: 0,
};
