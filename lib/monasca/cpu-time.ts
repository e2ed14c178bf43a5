import type { MonascaClient } from './client.ts';
import type { SeriesStatistics } from './metric-statistics.ts';

export interface ContainersQuery {
  /** The names of the containers, as Docker shows them: the dimension `name` of the Monasca agent. */
  containers: string[];
  /** Epoch milliseconds; no container began before. */
  startAt: number;
  endAt: number;
}

const ticksPerSecond = 100;
const mostBuckets = 200;
const shortestPeriodSeconds = 60;

/**
 * CPU seconds that the containers really used, user and system together, as the Docker check of the Monasca agent counts them
 * (`container.cpu.user_time` and `container.cpu.system_time`, in ticks since the container's start). Null when one of both
 * is absent, or too much is there for one answer.
 */
export async function cpuTime(
  client: Pick<MonascaClient, 'metricStatistics'>,
  { containers, startAt, endAt }: ContainersQuery,
): Promise<number | null> {
  if (containers.length === 0 || endAt <= startAt) return null;
  const query = {
    dimensions: { name: containers },
    statistics: ['max' as const],
    startAt,
    endAt,
    periodSeconds: periodOf((endAt - startAt) / 1000),
  };
  const names = ['container.cpu.user_time', 'container.cpu.system_time'];
  const found = await Promise.all(names.map((name) => client.metricStatistics({ ...query, name })));
  if (found.some(({ series, isCut }) => series.length === 0 || isCut)) return null;
  const ticks = found.flatMap(({ series }) => series.map(grownBy));
  return ticks.reduce((sum, each) => sum + each, 0) / ticksPerSecond;
}

function periodOf(seconds: number): number {
  return Math.ceil(seconds / mostBuckets / shortestPeriodSeconds) * shortestPeriodSeconds;
}

/** How far a counter went from 0; when it is less than before, a new container of the name counts from 0 again. */
function grownBy({ buckets }: SeriesStatistics): number {
  let last = 0;
  let grown = 0;
  for (const { values } of buckets) {
    const value = values.max ?? last;
    grown += value < last ? value : value - last;
    last = value;
  }
  return grown;
}
