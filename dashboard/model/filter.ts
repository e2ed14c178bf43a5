import type { ShownJob } from './shown.ts';
import { standingOf } from './standing.ts';

/** Which jobs a person wants to see; an empty text lets all through. */
export interface Filter {
  /** A part of the name or of the cluster, in any case. */
  find: string;
  standing: string;
}

export function filterOf(query: URLSearchParams): Filter {
  return { find: query.get('find') ?? '', standing: query.get('standing') ?? '' };
}

export function fitting(job: ShownJob, { find, standing }: Filter, now: number): boolean {
  const words = find.toLowerCase();
  const isFound = [job.name, job.cluster, job.jobId].some((text) => text.toLowerCase().includes(words));
  return isFound && (standing === '' || standingOf(job, now) === standing);
}
