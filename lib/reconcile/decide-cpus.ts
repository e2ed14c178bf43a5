import type { Law, Plan } from '../control/law.ts';
import type { Decision } from '../job/decision.ts';
import { isFinished, type Job, type JobProgress, type JobSpec } from '../job/job.ts';
import { sameCpus } from './next-step.ts';

const decisionHoldsMs = 60_000;

/** The job as the law sees it. */
export function planOf(spec: JobSpec, deadlineAt: number): Plan {
  return {
    iterations: spec.iterations,
    startedAt: spec.launchedAt,
    deadlineAt,
    deviation: spec.deviation,
    iterationDurationSeconds: spec.iterationDurationSeconds,
    initialCpus: spec.initialCpus,
    cpus: spec.cpus,
    pauseSeconds: spec.pauseSeconds,
    target: spec.target,
    restartSeconds: 0,
  };
}

/** Between two runs a decision stands until the next run has begun, however often the job is looked at. */
export function isDecisionDue(
  job: Job,
  { status, run, completed, decision }: JobProgress,
  now: number,
): boolean {
  if (isFinished(status)) return false;
  if (decision === null || completed !== job.progress.completed) return true;
  return run !== null || decision.deadlineAt !== job.deadlineAt || now - decision.at > decisionHoldsMs;
}

/** The job with what the law decides for it, within what the cluster has room for. */
export function decideCpus(
  job: Job,
  progress: JobProgress,
  { law, plan, now }: { law: Law; plan: Plan; now: number },
): JobProgress {
  const { run, completed, cpus } = progress;
  const situation = {
    now,
    completed,
    cpus,
    runAgeSeconds: run ? Math.max(0, now - (run.runningAt ?? run.requestedAt)) / 1000 : null,
    newlyCompleted: completed - job.progress.completed,
  };
  const { decision, memory } = law.decide(progress.memory, situation, plan);
  const ceiling = progress.ceiling && progress.ceiling.untilAt > now ? progress.ceiling : null;
  const highest = Math.min(plan.cpus.max, ceiling?.cpus ?? plan.cpus.max);
  const decided = Math.round(Math.max(plan.cpus.min, Math.min(decision.cpus, highest)) * 1000) / 1000;
  return {
    ...progress,
    ceiling,
    memory,
    cpus: decided,
    resizes: progress.resizes + (sameCpus(decided, cpus) ? 0 : 1),
    decision: { ...rounded(decision), cpus: decided, at: now, deadlineAt: plan.deadlineAt },
  };
}

const longestSeconds = 1e9;

/** Numbers as they are worth keeping: whole milliseconds, four digits of a probability, tenths of a second. */
function rounded(decision: Decision): Decision {
  const { finishAt, onTimeProbability } = decision.forecast;
  const { p10, p50, p90 } = finishAt;
  return {
    ...decision,
    hungAfterSeconds: Math.round(Math.min(decision.hungAfterSeconds, longestSeconds) * 10) / 10,
    forecast: {
      finishAt: { p10: Math.round(p10), p50: Math.round(p50), p90: Math.round(p90) },
      onTimeProbability: Math.round(onTimeProbability * 1e4) / 1e4,
    },
  };
}
