import { at, type DetailedJob } from './shown.ts';

/** A change of the cpus of a job, and why. */
export interface Resize {
  at: number;
  from: number;
  to: number;
  sentence: string;
}

export function resizesOf({ points, initialCpus }: DetailedJob): Resize[] {
  return points.flatMap((point, i) => {
    const from = points[i - 1]?.cpus ?? initialCpus;
    if (from === point.cpus) return [];
    const sentence = point.decision?.sentence ?? '';
    return [{ at: at(point.at), from, to: point.cpus, sentence }];
  });
}
