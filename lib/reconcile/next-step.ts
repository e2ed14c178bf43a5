import type { Job, JobProgress, JobSpec } from '../job/job.ts';
import { isFinished } from '../job/job.ts';
import { nextAppStep } from './next-app-step.ts';
import type { Observation, SeenJob } from './ports.ts';
import { hasEnded, reportGraceMs } from './settle-run.ts';
import { isHung, type Step, sameCpus } from './step.ts';

const nothing: Step = { do: 'nothing' };
const resize: Step = { do: 'resize', force: false };
/** A container's report is its last act: its task ends within moments. */
const soon: Step = { do: 'look-again', afterSeconds: 0.3 };
/** A run ended and its report was not there: the next look reads what was written by now. */
const afterReport: Step = { do: 'look-again', afterSeconds: reportGraceMs / 1000 };
const lastTaskMayEndMs = 5_000;

/** Compares what is with what should be. */
export function nextStep(job: Job, progress: JobProgress, observation: Observation, now: number): Step {
  if (isFinished(progress.status)) return afterTheEnd(job, progress, observation, now);
  if (!observation.known) return nothing;
  if (!observation.found) return progress.status === 'LAUNCHING' ? { do: 'submit' } : nothing;
  if ('app' in observation) return nextAppStep(progress, observation, now);
  switch (observation.run) {
    case 'running':
      return whileRunning(progress, now);
    case 'queued':
      // A queued run takes the cpus that the job has when it gets its offer.
      return sameCpus(observation.cpus, progress.cpus) ? nothing : resize;
    case 'idle':
      return whileIdle(job.spec, progress, observation, now);
    case null:
      return nothing;
  }
}

function afterTheEnd(job: Job, progress: JobProgress, observation: Observation, now: number): Step {
  const isThere = observation.known && observation.found;
  // A call that was under way when the job ended may have brought it back.
  if (job.retired) return isThere && observation.ours ? { do: 'retire' } : nothing;
  // An app never ends by itself, and what it still does counts no more.
  const ending = isThere && !('app' in observation) && observation.run === 'running';
  const justCompleted = progress.status === 'COMPLETED' && now - (progress.lastEndAt ?? 0) < lastTaskMayEndMs;
  return ending && justCompleted ? soon : { do: 'retire' };
}

function whileRunning(progress: JobProgress, now: number): Step {
  if (isHung(progress, now)) return { do: 'kill', taskId: null };
  return progress.run === null ? soon : nothing;
}

function whileIdle(spec: JobSpec, progress: JobProgress, found: SeenJob, now: number): Step {
  if (progress.run !== null) return hasEnded(progress, progress.run, found) ? afterReport : nothing;
  if (!sameCpus(found.cpus, progress.cpus)) return resize;
  const startAt = (progress.lastEndAt ?? 0) + spec.pauseSeconds * 1000;
  return startAt > now ? { do: 'look-again', afterSeconds: (startAt - now) / 1000 } : { do: 'start' };
}
