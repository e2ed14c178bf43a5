import type { Job } from '../job/job.ts';
import type { JobStore } from '../ports/job-store.ts';

/**
 * Frees the name of an ended job that its framework does not know any more, so that a new job of that name is not removed by
 * mistake. Its ticks go on until its metrics are delivered and a later look finds it gone.
 */
export async function retireJob(store: JobStore, { spec, progress }: Job): Promise<void> {
  if (progress.status === 'COMPLETED') {
    const { law, image, command } = spec;
    await store.saveLesson(spec, { law, image, command, memory: progress.memory });
  }
  await store.releaseName(spec);
  await store.markRetired(spec.jobId);
}
