import type { Job } from '../job/job.ts';
import type { JobProgress } from '../job/progress.ts';
import { standingOf } from '../job/standing.ts';
import type { Evaluation } from '../plan/plan-evaluation.ts';
import type { Log } from '../ports/environment.ts';
import type { Cause } from '../ports/schedules.ts';

/** At each tick, not only when it begins: an alarm counts these lines. */
export function logProblem(log: Log, { spec, progress }: Job, before: Job, cause: Cause | 'look'): void {
  const problem = whatHolds(progress);
  if (problem === null || (problem === whatHolds(before.progress) && cause !== 'tick')) return;
  log.warn('job is held up', { jobId: spec.jobId, job: spec.name, cluster: spec.cluster, problem });
}

const whatHolds = ({ problem, failedStep }: JobProgress) => problem ?? failedStep?.sentence ?? null;

/** What was decided, and the step that follows. */
export function logDecision(
  log: Log,
  job: Job,
  { step, point }: Pick<Evaluation, 'step' | 'point'>,
  cause: Cause | 'look',
): void {
  if (!point && step.do === 'nothing') return;
  const { completed, status } = job.progress;
  log.info('evaluated', {
    jobId: job.spec.jobId,
    job: job.spec.name,
    cause,
    status,
    step: step.do,
    completed,
    iterations: job.spec.iterations,
    ...reasonOf(job),
  });
}

/** Why the job has its cpus while it goes on, then why it ended. */
function reasonOf(job: Job) {
  const { decision, finish } = job.progress;
  const outlook = standingOf(job);
  if (finish) return { cpus: job.progress.cpus, reason: finish.reason, outlook, sentence: finish.sentence };
  if (!decision) return {};
  return { cpus: decision.cpus, reason: decision.reason.code, outlook, sentence: decision.reason.sentence };
}
