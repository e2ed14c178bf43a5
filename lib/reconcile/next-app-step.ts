import type { JobProgress } from '../job/job.ts';
import type { SeenApp } from './ports.ts';
import { isHung, type Step, sameCpus } from './step.ts';

const nothing: Step = { do: 'nothing' };

/** Compares the app of a live job with what should be. Every change of it costs a restart, so that what is under way is let be. */
export function nextAppStep(progress: JobProgress, seen: SeenApp, now: number): Step {
  if (seen.app.instances !== 1) return nothing;
  if (seen.run === 'running' && isHung(progress, now)) return { do: 'kill' };
  if (sameCpus(seen.cpus, progress.cpus)) return nothing;
  const isStuck = progress.ceiling !== null && seen.run === 'queued' && progress.cpus < seen.cpus;
  // The deployment in the way is then the one that waits for the cpus that nobody offers.
  if (isStuck) return { do: 'resize', force: true };
  return seen.app.isChanging ? nothing : { do: 'resize', force: false };
}
