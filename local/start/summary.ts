import type { Shown } from './jobs-api.ts';
import { beforeOrAfter, seconds } from './status-lines.ts';

/** How a job went: on time or not, what was resized and why, and what it took. */
export function summary(job: Shown): string[] {
  const took = Date.parse(job.finishedAt ?? '') - Date.parse(job.launchedAt);
  return [
    `${job.name}: ${outcome(job)}`,
    `  ${job.completed} of ${job.iterations} iterations in ${seconds(took)}; ${job.failures} runs failed`,
    ...resizes(job),
    ...coreSeconds(job),
  ];
}

function outcome({ status, onTime, deadlineAt, finishedAt, finishSentence }: Shown): string {
  if (status !== 'COMPLETED') return `${status}. ${finishSentence ?? ''}`;
  const margin = Date.parse(deadlineAt) - Date.parse(finishedAt ?? '');
  return `${onTime ? 'ON TIME' : 'LATE'}, ${beforeOrAfter(margin)} its deadline`;
}

function resizes({ points, initialCpus }: Shown): string[] {
  const changes = points.flatMap((point, i) => {
    const before = points[i - 1]?.cpus ?? initialCpus;
    if (before === point.cpus) return [];
    const why = point.decision ? `${point.decision.reason}: ${point.decision.sentence}` : '';
    return [`    ${before} → ${point.cpus} cpus, ${why}`];
  });
  return [`  ${changes.length} resizes${changes.length > 0 ? ':' : ''}`, ...changes];
}

/** The most cpus all the time would have held them for as long as the fastest runs took, at least. */
function coreSeconds({ points, coreSeconds: used, iterations, cpuBounds }: Shown): string[] {
  const fastest = fastestLevel(points.flatMap(({ iteration }) => (iteration ? [iteration] : [])));
  if (!fastest) return [];
  const atMost = fastest.durationSeconds * iterations * cpuBounds.max;
  const less = Math.round((1 - used / atMost) * 100);
  return [
    `  ${used.toFixed(1)} core-seconds, against about ${atMost.toFixed(1)} with ${cpuBounds.max} cpus all the time (${less} % less)`,
    `    (an iteration takes ${fastest.durationSeconds.toFixed(1)} s at ${fastest.cpus} cpus, the fastest seen: so the estimate)`,
  ];
}

interface Iteration {
  cpus: number;
  durationSeconds: number;
}

function fastestLevel(iterations: Iteration[]): Iteration | null {
  const levels = Map.groupBy(iterations, ({ cpus }) => cpus);
  const medians = [...levels].map(([cpus, runs]) => ({ cpus, durationSeconds: median(runs) }));
  return medians.sort((a, b) => a.durationSeconds - b.durationSeconds)[0] ?? null;
}

function median(runs: Iteration[]): number {
  const sorted = runs.map(({ durationSeconds }) => durationSeconds).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** How many metrics of each name Monasca has. */
export function metricCounts(metrics: readonly { name: string }[]): string {
  const counts = Map.groupBy(metrics, ({ name }) => name);
  return [...counts].map(([name, all]) => `${name} ${all.length}`).join(', ');
}
