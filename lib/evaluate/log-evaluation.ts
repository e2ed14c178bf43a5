import type { Job } from '../job/job.ts';
import type { JobProgress } from '../job/progress.ts';
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
export function logDecision(log: Log, job: Job, { step, point }: Evaluation, cause: Cause | 'look'): void {
  if (!point && step.do === 'nothing') return;
  const { decision, completed, status } = job.progress;
  log.info('evaluated', {
    jobId: job.spec.jobId,
    job: job.spec.name,
    cause,
    status,
    step: step.do,
    completed,
    iterations: job.spec.iterations,
    ...(decision
      ? {
          cpus: decision.cpus,
          reason: decision.reason.code,
          outlook: decision.outlook,
          sentence: decision.reason.sentence,
        }
      : {}),
  });
}
