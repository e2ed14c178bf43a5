import type { Job } from '../job/job.ts';
import type { CpuUse } from '../job/monitored.ts';
import { isFinished, type RunContainer } from '../job/progress.ts';
import { isMeasurable } from '../plan/progress/remember-container.ts';
import type { Log, Now } from '../ports/environment.ts';
import type { JobStore } from '../ports/job-store.ts';
import type { CpuSeconds } from '../ports/monitoring.ts';

const betweenReadingsMs = 300_000;
/** Monasca's persister may store what the agent measured last half a minute later than it is taken. */
const storedAfterMs = 45_000;

export interface MeasureDeps {
  store: Pick<JobStore, 'markCpuUse'>;
  cpuSeconds: CpuSeconds;
  log: Log;
  now: Now;
}

/**
 * Asks now and then, at the end, and once more when all of it must be stored, how much CPU the last containers of a job really
 * used, and keeps it beside what they held. Where nothing is known, or whatever fails, what was known before stays. Resolves to
 * whether there is nothing more to read: the job has ended, and was asked about for the last time.
 */
export async function measureCpuUse(
  { store, cpuSeconds, log, now }: MeasureDeps,
  { spec, progress, cpuUse }: Job,
): Promise<boolean> {
  const containers = (progress.containers ?? []).filter(isMeasurable);
  if (containers.length === 0) return true;
  const askedAt = now();
  const since = cpuUse?.askedAt ?? Number.NEGATIVE_INFINITY;
  // The last point of a finished job is that of its end, on our clock.
  const endedAt = isFinished(progress.status) ? progress.lastPointAt : Number.POSITIVE_INFINITY;
  const storedAt = endedAt + storedAfterMs;
  const isDue =
    askedAt - since >= betweenReadingsMs || [endedAt, storedAt].some((at) => since < at && at <= askedAt);
  if (!isDue) return since >= storedAt;
  try {
    // Marked first: a Monasca that cannot answer is not asked at every tick.
    const known = cpuUse?.known ?? null;
    await store.markCpuUse(spec.jobId, { askedAt, known });
    const use = averageUse(containers, (await cpuSeconds(spec, containers)) ?? new Map());
    if (use) await store.markCpuUse(spec.jobId, { askedAt, known: { ...use, at: askedAt } });
  } catch (error) {
    log.warn('CPU use not read', { jobId: spec.jobId, problem: (error as Error).message });
  }
  return askedAt >= storedAt;
}

/** Averages over the containers whose usage is known: cpus used and cpus held. null if the usage of none is known. */
export function averageUse(
  containers: RunContainer[],
  usedSeconds: ReadonlyMap<string, number>,
): Omit<CpuUse, 'at'> | null {
  let [seconds, used, held] = [0, 0, 0];
  for (const { name, startedAt, endedAt, cpus } of containers) {
    const usedHere = usedSeconds.get(name);
    if (usedHere === undefined) continue;
    seconds += endedAt - startedAt;
    used += usedHere;
    held += cpus * (endedAt - startedAt);
  }
  return seconds > 0 ? { usedCpus: rounded(used / seconds), allocatedCpus: rounded(held / seconds) } : null;
}

function rounded(cpus: number): number {
  return Math.round(cpus * 1000) / 1000;
}
