import type { Job, JobProgress, JobSpec } from '../job/job.ts';
import { isFinished } from '../job/job.ts';
import type { Observation } from './ports.ts';
import { type Found, hasEnded, reportGraceMs } from './settle-run.ts';

/** The next thing to do for a job; each is safe to do twice. */
export type Step =
  | { do: 'nothing' }
  | { do: 'look-again'; afterSeconds: number }
  | { do: 'submit' }
  | { do: 'resize' }
  | { do: 'start' }
  | { do: 'kill' }
  | { do: 'retire' };

const nothing: Step = { do: 'nothing' };
/** A container's report is its last act: its task ends within moments. */
const soon: Step = { do: 'look-again', afterSeconds: 0.3 };
/** A run ended and its report was not there: the next look reads what was written by now. */
const afterReport: Step = { do: 'look-again', afterSeconds: reportGraceMs / 1000 };
const lastTaskMayEndMs = 5_000;
export const sameCpus = (a: number, b: number) => Math.abs(a - b) < 0.001;

/** Compares what is with what should be. */
export function nextStep(job: Job, progress: JobProgress, observation: Observation, now: number): Step {
  if (isFinished(progress.status)) return afterTheEnd(job, progress, observation, now);
  if (!observation.known) return nothing;
  if (!observation.found) return progress.status === 'LAUNCHING' ? { do: 'submit' } : nothing;
  switch (observation.run) {
    case 'running':
      return whileRunning(progress, now);
    case 'queued':
      // A queued run takes the cpus that the job has when it gets its offer.
      return sameCpus(observation.cpus, progress.cpus) ? nothing : { do: 'resize' };
    case 'idle':
      return whileIdle(job.spec, progress, observation, now);
  }
}

function afterTheEnd(job: Job, progress: JobProgress, observation: Observation, now: number): Step {
  const isThere = observation.known && observation.found;
  // A call that was under way when the job ended may have brought it back.
  if (job.retired) return isThere && observation.ours ? { do: 'retire' } : nothing;
  const ending = isThere && observation.run === 'running';
  const justCompleted = progress.status === 'COMPLETED' && now - (progress.lastEndAt ?? 0) < lastTaskMayEndMs;
  return ending && justCompleted ? soon : { do: 'retire' };
}

function whileRunning({ run, lastEndAt, decision }: JobProgress, now: number): Step {
  const hungAfterMs = (decision?.hungAfterSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  // Without a run it is a task that has reported, and which may hang all the same.
  const since = run === null ? (lastEndAt ?? now) : (run.runningAt ?? run.requestedAt);
  if (now - since > hungAfterMs) return { do: 'kill' };
  return run === null ? soon : nothing;
}

function whileIdle(spec: JobSpec, progress: JobProgress, found: Found, now: number): Step {
  if (progress.run !== null) return hasEnded(progress, progress.run, found) ? afterReport : nothing;
  if (!sameCpus(found.cpus, progress.cpus)) return { do: 'resize' };
  const startAt = (progress.lastEndAt ?? 0) + spec.pauseSeconds * 1000;
  return startAt > now ? { do: 'look-again', afterSeconds: (startAt - now) / 1000 } : { do: 'start' };
}
