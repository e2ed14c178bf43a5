import type { Job } from '../job/job.ts';
import type { Framework, JobStore } from './ports.ts';

/**
 * Leaves nothing behind of a finished job but its schedule: its ticks repeat whatever a crash cut off, and the first that
 * finds the job gone from the framework and its metrics delivered removes it.
 * The name is free only when the framework has forgotten the job, so that a new job of that name is not removed by mistake.
 */
export async function retireJob(
  store: JobStore,
  framework: Framework,
  { spec, progress }: Job,
): Promise<void> {
  await framework.remove(spec);
  if (progress.status === 'COMPLETED') {
    const { law, image, command } = spec;
    await store.saveLesson(spec, { law, image, command, memory: progress.memory });
  }
  await store.releaseName(spec);
  await store.markRetired(spec.jobId);
}
