import type { Job } from '../job/job.ts';
import type { Framework, JobStore, Schedules } from './ports.ts';

/**
 * Leaves nothing behind of a finished job. The schedule goes last: until then its ticks repeat whatever a crash cut off.
 * The name is free only when the framework has forgotten the job, so that a new job of that name is not removed by mistake.
 */
export async function retireJob(
  { store, schedules }: { store: JobStore; schedules: Schedules },
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
  await schedules.remove(spec.jobId);
}
